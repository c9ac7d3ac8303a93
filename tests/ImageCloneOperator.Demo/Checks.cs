namespace ImageCloneOperator.Demo;

/// <summary>Waits for each outcome that the demo promises, and remembers which of them came.</summary>
internal sealed class Checks(Screen screen, OperatorProcess operatorProcess, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<(string What, Finding Finding)> _results = [];

    public bool AllHold => _results.All(result => result.Finding.Holds);

    /// <param name="what">A sentence that is true when all is well.</param>
    /// <param name="look">Looks once.</param>
    /// <param name="cancellationToken">Stops the demo.</param>
    public async Task ExpectAsync(string what, Func<CancellationToken, Task<Finding>> look, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var finding = await LookAsync(look, cancellationToken);
        while (!finding.Holds && !operatorProcess.HasEnded && time.GetElapsedTime(begun) < Limit)
        {
            await Task.Delay(Pause, time, cancellationToken);
            finding = await LookAsync(look, cancellationToken);
        }

        _results.Add((what, finding));
        screen.Check(what, finding);
    }

    public void Summarize()
    {
        foreach (var (what, finding) in _results) screen.Check(what, finding);
        var kept = _results.Count(result => result.Finding.Holds);
        screen.Line(AllHold ? $"All {kept} checks passed." : $"{kept} of {_results.Count} checks passed; what is missing is named above.");
    }

    private static async Task<Finding> LookAsync(Func<CancellationToken, Task<Finding>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await look(cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return Finding.No(error.Message);
        }
    }
}
