using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Demo;

/// <summary>The operator as a program of its own, under its ServiceAccount; what it says goes to a file.</summary>
internal sealed partial class OperatorProcess : IAsyncDisposable
{
    /// <summary>What its catalogues are named by.</summary>
    public const string ClusterName = "shop";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _webhooks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamWriter _log;
    private readonly Process _process;
    private bool _isStopped;

    private OperatorProcess(ProcessStartInfo start, string log)
    {
        _log = new StreamWriter(log) { AutoFlush = true };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) =>
        {
            var ended = new DemoException($"The operator ended with exit code {_process.ExitCode}.");
            _address.TrySetException(ended);
            _webhooks.TrySetException(ended);
        };
    }

    /// <summary>Of its dashboard.</summary>
    public Uri Address => _address.Task.Result;

    /// <summary>Of its webhooks.</summary>
    public Uri Webhooks => _webhooks.Task.Result;

    /// <summary>It has ended, and nobody stopped it.</summary>
    public bool HasEnded => !_isStopped && _process.HasExited;

    /// <param name="program">The native program, or the built <c>image-clone-operator.dll</c>.</param>
    /// <param name="kubeconfig">The path of its kubeconfig.</param>
    /// <param name="log">The path of the file for what it says.</param>
    /// <param name="time">The bound of its start.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="DemoException">It ended, or does not listen in time.</exception>
    public static async Task<OperatorProcess> StartAsync(
        string program, string kubeconfig, string log, TimeProvider time, CancellationToken cancellationToken)
    {
        string[] assembly = program.EndsWith(".dll", StringComparison.Ordinal) ? [program] : [];
        var start = new ProcessStartInfo(
            assembly is [] ? program : "dotnet",
            [
                .. assembly, "run", "--cluster-name", ClusterName, "--http-bind-address", "127.0.0.1:0", "--webhook-bind-address",
                "127.0.0.1:0", "--log-format", "console",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["POD_NAMESPACE"] = "image-clone-system";
        start.Environment["POD_NAME"] = "image-clone-operator-demo";
        var started = new OperatorProcess(start, log);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        try
        {
            await Task.WhenAll(started._address.Task, started._webhooks.Task).WaitAsync(Patience, time, cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async Task StopAsync()
    {
        _isStopped = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        await _log.DisposeAsync();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_log) _log.WriteLine(line);
        if (Listening().Match(line) is not { Success: true } match) return;
        var address = new Uri(match.Value);
        (address.Scheme == Uri.UriSchemeHttps ? _webhooks : _address).TrySetResult(address);
    }

    [GeneratedRegex(@"https?://127\.0\.0\.1:[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
