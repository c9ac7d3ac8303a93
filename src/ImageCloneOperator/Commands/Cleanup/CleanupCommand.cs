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
        var choice = new ClusterChoice();
        choice.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(choice, result, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ClusterChoice choice, ParseResult result, CancellationToken cancellationToken)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var report = new CleanupReport(output, error);
        try
        {
            using var client = ClusterClient.Create(choice.Load(result));
            await new ClusterCleaner(client, report, TimeProvider.System).RunAsync(holdsOnly: false, cancellationToken);
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
