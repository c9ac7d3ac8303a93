using System.ComponentModel;
using System.Diagnostics;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>Runs a credential plugin.</summary>
/// <param name="Place">The file and field that name it, for messages.</param>
internal sealed record ExecPlugin(
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string ApiVersion,
    string? InstallHint,
    string Place,
    TimeProvider Time)
{
    private const int MaxQuoted = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <exception cref="KubeConfigException">It is missing, fails, or prints no credential.</exception>
    public async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var deadline = new CancellationTokenSource(Patience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0)
                throw new KubeConfigException(Place, $"{Command} ended with exit code {process.ExitCode}: {Shorten(await errors)}");
            return ExecCredential.Parse(await output, ApiVersion);
        }
        catch (FormatException exception)
        {
            throw new KubeConfigException(Place, $"{Command}: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new KubeConfigException(Place, $"{Command} has not ended within {Patience.TotalSeconds} s", exception);
        }
    }

    private static string Shorten(string text) =>
        text.ReplaceLineEndings(" ").Trim() is var line && line.Length > MaxQuoted ? line[..MaxQuoted] + "…" : line;

    private Process Start()
    {
        var start = new ProcessStartInfo(Command, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) ?? throw new Win32Exception("it did not start");
        }
        catch (Win32Exception exception)
        {
            throw new KubeConfigException(
                Place, $"{Command} cannot be run ({exception.Message}). {InstallHint ?? "Is it installed and on the PATH?"}", exception);
        }
    }
}
