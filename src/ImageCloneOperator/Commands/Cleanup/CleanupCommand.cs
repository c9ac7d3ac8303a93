using System.CommandLine;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Removal;

namespace ImageCloneOperator.Commands.Cleanup;

/// <summary><c>cleanup</c>: takes off all that the operator has put on objects of the cluster. It needs no running operator.</summary>
internal static class CleanupCommand
{
    public static Command Create()
    {
        var command = new Command(
            "cleanup",
            "Remove every finalizer and annotation of the operator from workloads, "
                + "put original images back, and let deleted policies and backups go");
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and change nothing" };
        command.Add(dryRun);
        var choice = new ClusterChoice();
        choice.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(choice, result.GetValue(dryRun), result, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ClusterChoice choice, bool dryRun, ParseResult result, CancellationToken cancellationToken)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var report = new CleanupReport(output, error, dryRun);
        try
        {
            using var client = ClusterClient.Create(choice.Load(result));
            await new ClusterCleaner(client, report, TimeProvider.System, dryRun).RunAsync(holdsOnly: false, cancellationToken);
            return report.Finish() ? ExitCode.Success : ExitCode.Failure;
        }
        catch (ClusterException unreachable)
        {
            await error.WriteLineAsync($"error: {unreachable.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("interrupted: run cleanup again to finish");
            return ExitCode.Interrupted;
        }
    }
}
