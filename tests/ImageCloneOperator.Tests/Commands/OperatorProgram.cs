using System.Diagnostics;
using System.Text;

namespace ImageCloneOperator.Tests.Commands;

/// <summary>The real program as a child process.</summary>
internal sealed class OperatorProgram : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private OperatorProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Error => Read(_error);

    public static OperatorProgram Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(ProgramUnderTest.File, ProgramUnderTest.Arguments(arguments), environment);

    /// <summary>With a terminal for its output, which <c>script</c> of util-linux plays.</summary>
    public static async Task<(int ExitCode, string Output)> RunInTerminalAsync(params string[] arguments)
    {
        var command = string.Join(' ', [ProgramUnderTest.File, .. ProgramUnderTest.Arguments(arguments)]);
        using var program = Start(
            "script", ["--quiet", "--return", "--command", command, "/dev/null"], new Dictionary<string, string> { ["TERM"] = "xterm" });
        return (await program.WaitAsync(), program.Output);
    }

    private static OperatorProgram Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // No credential of whoever runs the tests gets in.
        start.Environment["DOCKER_CONFIG"] = "/nowhere";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new OperatorProgram(Process.Start(start)!);
    }

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var program = Start(environment, arguments);
        var exitCode = await program.WaitAsync();
        return (exitCode, program.Output, program.Error);
    }

    /// <summary>As the cluster's administrator.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(LiveCluster cluster, params string[] arguments) =>
        RunAsync(new Dictionary<string, string> { ["KUBECONFIG"] = cluster.KubeconfigPath }, arguments);

    public async Task<int> WaitAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    /// <summary>As Ctrl+C does.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()]);
        using var bound = new CancellationTokenSource(Bound);
        await kill.WaitForExitAsync(bound.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.Append(line).Append(line is null ? "" : "\n");
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
