using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ImageCloneOperator.Benchmarks.Copying;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>The operator as a process of its own, and what it takes.</summary>
internal sealed partial class RunningOperator : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<int> _webhookPort = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningOperator(Process process) => _process = process;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public static RunningOperator Start(string program, string kubeconfig, bool webhooks)
    {
        var start = new ProcessStartInfo(program, [
            "run", "--leader-elect", "false", "--http-bind-address", "127.0.0.1:0", "--webhook-bind-address",
            webhooks ? "127.0.0.1:0" : "", "--log-level", "Information",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        var process = new Process { StartInfo = start };
        var running = new RunningOperator(process);
        process.OutputDataReceived += (_, line) => running.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>What it has taken so far; the memory is its largest resident set.</summary>
    public Measurement Measure()
    {
        _process.Refresh();
        return new Measurement(Elapsed, _process.TotalProcessorTime, _process.PeakWorkingSet64);
    }

    /// <summary>What it has in memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public Task<int> WebhookPortAsync(CancellationToken cancellationToken) => _webhookPort.Task.WaitAsync(cancellationToken);

    /// <summary>The sum over a metric's series; 0 while there is none.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken cancellationToken)
    {
        var address = await _address.Task.WaitAsync(cancellationToken);
        var text = await Http.GetStringAsync(new Uri(address, "metrics"), cancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        if (Listening().Match(line) is { Success: true } match) _address.TrySetResult(new Uri(match.Value));
        if (WebhooksListening().Match(line) is { Success: true } webhooks)
            _webhookPort.TrySetResult(int.Parse(webhooks.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();

    [GeneratedRegex(@"https://127\.0\.0\.1:(?<port>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WebhooksListening();
}
