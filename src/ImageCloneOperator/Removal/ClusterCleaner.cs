using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Workloads.Caching;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Removal;

/// <summary>
/// Cleans the workloads of all kinds, namespace by namespace, and then the operator's own objects. An object that cannot be cleaned
/// is told and stops none of the others.
/// </summary>
/// <param name="dryRun">Everything is told, and nothing is written.</param>
internal sealed class ClusterCleaner(IKubernetesClient client, CleanupReport report, TimeProvider time, bool dryRun = false)
{
    private readonly FinalizerPatcher _finalizers = new(client, time);

    /// <param name="holdsOnly">Deletions are let go, and images stay as they are.</param>
    public async Task RunAsync(bool holdsOnly, CancellationToken cancellationToken)
    {
        var workloads = new SortedDictionary<WorkloadKey, Func<Task>>();
        foreach (var type in WorkloadTypes.BuiltIn) await FindAsync(type, workloads, holdsOnly, cancellationToken);
        foreach (var (id, clean) in workloads) await TryAsync($"{id}", clean, cancellationToken);
        await TryAsync(ApiGroup.Name, () => ReleaseOwnAsync(cancellationToken), cancellationToken);
    }

    private Task FindAsync(
        WorkloadType type, SortedDictionary<WorkloadKey, Func<Task>> found, bool holdsOnly, CancellationToken cancellationToken)
    {
        var cleaner = new WorkloadCleaner(client, _finalizers, report, dryRun);
        return TryAsync(type.Plural, FindAsync, cancellationToken);

        async Task FindAsync()
        {
            var metadata = ResourceType.Metadata(WorkloadResource.Of(type), client.Json);
            await foreach (var item in client.ListAllAsync(metadata, metadataOnly: true, cancellationToken))
            {
                if (!WorkloadCleaner.IsMarked(item.Metadata)) continue;
                var key = new WorkloadKey(type, item.Metadata.NamespaceProperty!, item.Metadata.Name!);
                found[key] = () => cleaner.CleanAsync(key, holdsOnly, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Only what is being deleted already, and the backups that go with a policy that is: the rest is the user's to keep.
    /// </summary>
    private async Task ReleaseOwnAsync(CancellationToken cancellationToken)
    {
        var policies = await client.ListInstalledAsync<BackupPolicy>(cancellationToken);
        var backups = await client.ListInstalledAsync<ImageBackup>(cancellationToken);
        var kept = policies
            .Where(policy => policy.Metadata.DeletionTimestamp is null)
            .Select(policy => policy.Metadata.Name)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var backup in backups.Where(
            backup => backup.Metadata.DeletionTimestamp is not null || !kept.Contains(backup.Spec.PolicyName)))
        {
            await ReleaseAsync(backup, WellKnown.CopyFinalizer, cancellationToken);
        }

        // With its kind every policy goes, though it may not be marked yet.
        var all = policies.Count > 0 && await client.IsKindGoingAsync<BackupPolicy>(cancellationToken);
        foreach (var policy in policies.Where(policy => all || policy.Metadata.DeletionTimestamp is not null))
            await ReleaseAsync(policy, WellKnown.PolicyCleanupFinalizer, cancellationToken);

        if (kept.Count > 0)
        {
            report.Note($"BackupPolicies are still there ({kept.Count}): "
                + "a running operator puts its marks back. Delete them, or stop it, before cleanup");
        }
    }

    private Task ReleaseAsync<T>(T entity, string finalizer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (entity.Metadata.Finalizers?.Contains(finalizer, StringComparer.Ordinal) is not true) return Task.CompletedTask;
        var subject = $"{ApiResource.Of<T>().Kind} {entity.Metadata.Name}";
        return TryAsync(subject, ReleaseAsync, cancellationToken);

        async Task ReleaseAsync()
        {
            if (!dryRun) await _finalizers.RemoveAsync(entity, finalizer);
            report.Done(subject, $"finalizer {finalizer} removed");
        }
    }

    private async Task TryAsync(string subject, Func<Task> clean, CancellationToken cancellationToken)
    {
        try
        {
            await clean();
        }
        catch (KubernetesApiException refused)
        {
            report.Failed(subject, refused.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            report.Failed(subject, "the API server did not take the change in time");
        }
    }
}
