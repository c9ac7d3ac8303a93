using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>Reads from a cluster what a plan is made of, and changes nothing there.</summary>
internal static class LivePlanInput
{
    /// <param name="input">What it holds already goes before what the cluster has under the same name.</param>
    /// <param name="everything">Reads also what no policy selects.</param>
    /// <exception cref="ClusterException">The cluster does not answer, or does not let us read.</exception>
    public static async Task<LiveBackups> ReadAsync(
        IKubernetesClient client, PlanInput input, bool everything, CancellationToken cancellationToken)
    {
        // Our kinds may not be installed yet: a plan is what people make before that.
        foreach (var policy in await client.ListInstalledAsync<BackupPolicy>(cancellationToken)) input.AddLive(policy);
        await foreach (var ns in client.ListAllAsync<V1Namespace>(cancellationToken)) input.AddLive(ns);
        foreach (var type in input.Types(everything))
        {
            foreach (var workload in await client.ListInstalledAsync(WorkloadResource.Of(type, client.Json), cancellationToken))
                input.AddLive(workload);
        }

        return new LiveBackups(await client.ListInstalledAsync<ImageBackup>(cancellationToken));
    }
}
