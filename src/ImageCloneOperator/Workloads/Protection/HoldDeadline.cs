using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Workloads.Protection;

/// <summary>
/// Lets a deleted workload go when its time is over, whatever became of its images: it waits for no ImageBackup to be made, nor for their
/// cache.
/// </summary>
internal sealed class HoldDeadline(
    WorkloadCaches workloads, WorkloadPlanner planner, ProtectionFinalizer protection, WorkloadEvents events) : IReconciler<WorkloadKey>
{
    /// <summary>Somebody else's change, whose event is on its way to the cache.</summary>
    private static readonly TimeSpan RequeueAfterChange = TimeSpan.FromMilliseconds(200);

    public async Task<ReconciliationResult> ReconcileAsync(WorkloadKey key, CancellationToken cancellationToken)
    {
        if (workloads.Find(key) is not { Held: true, DeletionTimestamp: not null } workload) return ReconciliationResult.Success();
        var (plan, hold) = planner.Judge(workload);
        events.ReportHold(workload, plan, hold);
        if (hold.Hold) return ReconciliationResult.Success(protection.TimeLeft(hold));
        var released = await protection.ReleaseAsync(workload, cancellationToken);
        return ReconciliationResult.Success(released ? null : RequeueAfterChange);
    }
}
