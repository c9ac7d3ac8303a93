using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>The operator as its users run it: a program of its own.</summary>
internal sealed partial class OperatorProcess(string kubeconfig, params IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A pod's usual grace period, after which kubelet kills.</summary>
    private static readonly TimeSpan TerminationLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;
    private readonly TaskCompletionSource<int> _webhookPort = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _address;

    /// <summary>Variables beside those that every operator is given.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public string Log => string.Join('\n', _log);

    public Uri Address => _address ?? throw new InvalidOperationException("The operator has not started.");

    /// <summary>Where webhooks are served: only with the argument <c>--webhook-bind-address</c>.</summary>
    public Task<int> WebhookPortAsync() => _webhookPort.Task.WaitAsync(Patience);

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        await LaunchAsync();
        await ReadyAsync();
    }

    public Task ReadyAsync() => Eventually.InClusterAsync("the operator is ready", async () => await IsReadyAsync());

    /// <summary>Starts it and waits until it answers, ready or not.</summary>
    public async Task LaunchAsync()
    {
        var start = new ProcessStartInfo(
            ProgramUnderTest.File, ProgramUnderTest.Arguments(["run", "--http-bind-address", "127.0.0.1:0", .. arguments]))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["POD_NAMESPACE"] = "image-clone-system";
        // Several run side by side here.
        start.Environment["IMAGE_CLONE_WEBHOOK_BIND_ADDRESS"] = "";
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, address);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, address);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The operator ended:\n{Log}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        _address = await address.Task.WaitAsync(Patience);
    }

    /// <summary>SIGKILL: no chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        // A test may end while another of its threads kills.
        using var process = Interlocked.Exchange(ref _process, null);
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as kubelet sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The operator has not started.");
        await SignalAsync("TERM");
        using var limit = new CancellationTokenSource(TerminationLimit);
        await process.WaitForExitAsync(limit.Token);
        _process = null;
        using (process) return process.ExitCode;
    }

    /// <param name="signal">Such as <c>STOP</c>.</param>
    public async Task SignalAsync(string signal)
    {
        var process = _process ?? throw new InvalidOperationException("The operator has not started.");
        (await Shell.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)])).Require();
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static Task<ShellResult> RunAsync(string kubeconfig, params IEnumerable<string> arguments) =>
        Shell.RunAsync(ProgramUnderTest.File, ProgramUnderTest.Arguments(arguments), input: null, ("KUBECONFIG", kubeconfig));

    public async Task<string> GetAsync(string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(Address, path));
    }

    /// <summary>The value of one series; 0 while there is none.</summary>
    /// <param name="series">With its labels in braces, as /metrics has it; without braces where it has none.</param>
    public async Task<double> MetricAsync(string series)
    {
        var start = series.EndsWith('}') ? $"{series} " : $"{series}{{}} ";
        var line = (await GetAsync("metrics")).Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[start.Length..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Address, "readyz"));
        return answer.IsSuccessStatusCode;
    }

    private void Hear(string? line, TaskCompletionSource<Uri> address)
    {
        if (line is null) return;
        _log.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match) address.TrySetResult(new Uri(match.Value));
        if (WebhooksListening().Match(line) is { Success: true } port)
            _webhookPort.TrySetResult(int.Parse(port.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();

    [GeneratedRegex(@"listening on: .*https://[^""]*:(?<port>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WebhooksListening();
}
