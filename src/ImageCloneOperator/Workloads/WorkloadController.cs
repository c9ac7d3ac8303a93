using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Protection;
using ImageCloneOperator.Workloads.Rewriting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Workloads;

/// <summary>Sees to it that a workload's images have their ImageBackups, that it is held until they are done, and that its images are those that the policies want.</summary>
internal sealed partial class WorkloadController<T>(
    WorkloadPlanner judge,
    BackupUpserter applier,
    ProtectionFinalizer protection,
    WorkloadEvents events,
    WorkloadRewriter rewriter,
    PodRewriteEvents pods,
    WorkloadCache<T> workloads,
    TimeProvider time,
    ILogger<WorkloadController<T>> logger) : IEntityController<T>
    where T : class, IWorkload
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public async Task<ReconciliationResult<T>> ReconcileAsync(T entity, CancellationToken cancellationToken)
    {
        var (plan, hold) = judge.Judge(((IWorkloadCache)workloads).Read(entity));
        if (plan.Backups.Any()) Log.Starting(logger, plan.Workload.Id);

        // The hold comes first: what is deleted a moment later must already be held.
        var settled = !hold.Hold || await protection.HoldAsync(entity, cancellationToken);
        foreach (var backup in plan.Backups) settled &= await applier.EnsureAsync(backup, plan.Workload, cancellationToken);
        if (!hold.Hold) settled &= await protection.ReleaseAsync(entity, cancellationToken);

        events.Report(entity, plan, hold);
        pods.Report(entity, plan);
        // Last: a refusal here must keep nothing else from being done.
        settled &= await rewriter.RewriteAsync(entity, plan, cancellationToken);
        if (plan.Backups.Any()) Log.Finished(logger, plan.Workload.Id);
        return ReconciliationResult<T>.Success(entity, settled ? Until(hold) : LookAgain);
    }

    public Task<ReconciliationResult<T>> DeletedAsync(T entity, CancellationToken cancellationToken)
    {
        events.Forget(entity);
        rewriter.Forget(entity);
        return Task.FromResult(ReconciliationResult<T>.Success(entity));
    }

    private TimeSpan? Until(DeletionProtectionDecision hold) =>
        hold is { Hold: true, Until: { } until } ? TimeSpan.FromTicks(Math.Max(0, (until - time.GetUtcNow()).Ticks)) : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Starting reconciliation: {Workload}")]
        public static partial void Starting(ILogger logger, WorkloadId workload);

        [LoggerMessage(Level = LogLevel.Information, Message = "Reconciliation successfully finished: {Workload}")]
        public static partial void Finished(ILogger logger, WorkloadId workload);
    }
}
