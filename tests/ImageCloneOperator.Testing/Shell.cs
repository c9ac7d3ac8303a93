using System.Diagnostics;

namespace ImageCloneOperator.Testing;

/// <summary>Runs a program to its end, within a bound.</summary>
public static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<ShellResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ShellResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit}", late);
        }
    }
}
