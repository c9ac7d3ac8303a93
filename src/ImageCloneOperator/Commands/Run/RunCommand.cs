using System.CommandLine;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Hosting;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Manifests;
using ImageCloneOperator.Removal;
using Microsoft.Extensions.Hosting;

namespace ImageCloneOperator.Commands.Run;

/// <summary><c>run</c>: the operator itself, until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var settings = new RunSettings();
        var choice = new ClusterChoice();
        var command = new Command(
            "run", "Run the operator against the cluster of the current kubeconfig context, or the one it runs in (default)");
        settings.AddTo(command);
        choice.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(settings, choice, result, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        RunSettings settings, ClusterChoice choice, ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = choice.Load(result);
            await RequireClusterAsync(cluster, cancellationToken);
            await using var app = OperatorApplication.Create(settings.Read(result, Namespace(), cluster.IsInPod), cluster);
            await HostingAbstractionsHostExtensions.RunAsync(app, cancellationToken);
            return ExitCode.Success;
        }
        catch (Exception error) when (error is ClusterException or ManifestException or InvalidOperationException or IOException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"image-clone-operator: {error.Message}");
            return ExitCode.Failure;
        }
    }

    /// <summary>
    /// One clear line at the start is worth more than a loop of errors: is the cluster there, does it let us in, does it know our kinds?
    /// </summary>
    private static async Task RequireClusterAsync(ClusterConfiguration cluster, CancellationToken cancellationToken)
    {
        using var client = ClusterClient.Create(cluster);
        try
        {
            await client.ListAsync<BackupPolicy>(new ListOptions { Limit = 1 }, cancellationToken);
        }
        catch (KubernetesApiException error) when (error.IsNotFound)
        {
            // Where there are no policies nothing may be held, and this program does not get to where holds end.
            await new ClusterCleaner(client, new CleanupReport(TextWriter.Null, TextWriter.Null), TimeProvider.System)
                .RunAsync(holdsOnly: true, cancellationToken);
            throw new InvalidOperationException(
                "the cluster does not know BackupPolicies: install the CRDs with kubectl apply -k config/crds", error);
        }
    }

    private static string Namespace() =>
        Environment.GetEnvironmentVariable("POD_NAMESPACE") is { Length: > 0 } name ? name : WellKnown.OperatorNamespace;
}
