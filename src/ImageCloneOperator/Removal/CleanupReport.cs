namespace ImageCloneOperator.Removal;

/// <summary>Says what has been done, a line each, and what could not be.</summary>
/// <param name="dryRun">Marks the lines as kubectl does.</param>
internal sealed class CleanupReport(TextWriter output, TextWriter error, bool dryRun = false)
{
    private readonly HashSet<string> _cleaned = new(StringComparer.Ordinal);
    private int _failed;

    public void Done(string subject, string change)
    {
        _cleaned.Add(subject);
        output.WriteLine($"{subject}: {change}{(dryRun ? " (dry run)" : "")}");
    }

    public void Failed(string subject, string problem)
    {
        _failed++;
        error.WriteLine($"error: {subject}: {problem}");
    }

    public void Note(string text) => output.WriteLine($"note: {text}");

    /// <returns>Whether everything went well.</returns>
    public bool Finish()
    {
        if (_cleaned.Count > 0) output.WriteLine($"{_cleaned.Count} objects {(dryRun ? "would be cleaned" : "cleaned")}");
        else if (_failed == 0) output.WriteLine("nothing to clean");
        if (_failed > 0) error.WriteLine($"error: {_failed} could not be cleaned: correct what the lines above say, and run cleanup again");
        return _failed == 0;
    }
}
