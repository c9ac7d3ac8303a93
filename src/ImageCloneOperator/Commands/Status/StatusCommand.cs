using System.CommandLine;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Commands.Status;

/// <summary><c>status</c>: a short report of all policies for people, and what needs somebody. It changes nothing.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Show how far all policies are, and what needs somebody");
        var choice = new ClusterChoice();
        choice.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(choice, result, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ClusterChoice choice, ParseResult result, CancellationToken cancellationToken)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        try
        {
            using var client = ClusterClient.Create(choice.Load(result));
            var policies = await client.ListAllAsync<BackupPolicy>(cancellationToken).ToListAsync(cancellationToken);
            var backups = await client.ListInstalledAsync<ImageBackup>(cancellationToken);
            StatusReport.Write(policies, backups, TableConsole.Create(output));
            return ExitCode.Success;
        }
        catch (KubernetesApiException unknown) when (unknown.IsNotFound)
        {
            await error.WriteLineAsync("error: the cluster does not know BackupPolicies: the operator is not installed there");
            return ExitCode.Failure;
        }
        catch (ClusterException unreachable)
        {
            await error.WriteLineAsync($"error: {unreachable.Message}");
            return ExitCode.Failure;
        }
    }
}
