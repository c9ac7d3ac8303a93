using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Workloads.Pods;

/// <summary>
/// Sees to it that what a pod runs has its ImageBackups. Nothing is ever written to a pod, nor to what made it.
/// </summary>
internal sealed class PodController(
    WorkloadCaches workloads,
    OwnerReader owners,
    WorkloadPlanner planner,
    BackupUpserter upserter,
    LearntOwners learnt,
    IResourceCache<ImageBackup> backups) : IReconciler<WorkloadKey>
{
    /// <summary>An ImageBackup that another pod has just had made.</summary>
    private static readonly TimeSpan RequeueAfterChange = TimeSpan.FromMilliseconds(200);

    public async Task<ReconciliationResult> ReconcileAsync(WorkloadKey key, CancellationToken cancellationToken)
    {
        if (workloads.Find(key) is not { } pod) return ReconciliationResult.Success();
        if (await owners.ReadAsync(pod, cancellationToken)) Tell(pod);
        var plan = planner.Plan(pod);
        var (settled, isLimited) = (true, false);
        foreach (var backup in plan.Backups)
        {
            try
            {
                settled &= await upserter.EnsureAsync(backup, plan.Workload, cancellationToken);
            }
            catch (QuotaException)
            {
                isLimited = true;
            }
        }

        if (!settled) return ReconciliationResult.Success(RequeueAfterChange);
        return ReconciliationResult.Success(isLimited ? NamespaceQuota.LookAgain : null);
    }

    /// <summary>Backups that are there already name the pod as their user, and not yet its owner.</summary>
    private void Tell(Workload pod)
    {
        foreach (var backup in WorkloadCaches.Images(pod).SelectMany(image => backups.ByIndex(BackupLookup.BySource, image)))
            learnt.Backups.Trigger(EntityKey.Of(backup));
    }
}
