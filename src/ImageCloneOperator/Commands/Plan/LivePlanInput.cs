using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>Reads from a cluster what a plan is made of, and changes nothing there.</summary>
internal static class LivePlanInput
{
    /// <param name="input">What it holds already goes before what the cluster has under the same name.</param>
    /// <exception cref="KubernetesException">The cluster does not answer, or does not let us read.</exception>
    public static async Task<LiveBackups> ReadAsync(IKubernetesClient client, PlanInput input, CancellationToken cancellationToken)
    {
        // Our kinds may not be installed yet: a plan is what people make before that.
        foreach (var policy in await client.ListInstalledAsync<BackupPolicy>(cancellationToken)) input.AddLive(policy);
        await foreach (var ns in client.ListAllAsync<Namespace>(cancellationToken: cancellationToken)) input.AddLive(ns);
        await WorkloadsAsync<Deployment>(client, input, cancellationToken);
        await WorkloadsAsync<DaemonSet>(client, input, cancellationToken);
        await WorkloadsAsync<StatefulSet>(client, input, cancellationToken);
        await WorkloadsAsync<CronJob>(client, input, cancellationToken);
        await WorkloadsAsync<Job>(client, input, cancellationToken);
        return new LiveBackups(await client.ListInstalledAsync<ImageBackup>(cancellationToken));
    }

    private static async Task WorkloadsAsync<T>(IKubernetesClient client, PlanInput input, CancellationToken cancellationToken)
        where T : class, IWorkload
    {
        await foreach (var workload in client.ListAllAsync<T>(cancellationToken: cancellationToken)) input.AddLive(workload);
    }
}
