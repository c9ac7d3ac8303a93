using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Policies;

/// <summary>
/// Keeps a deleted policy until nothing of it is left on anybody's object. The workload controllers take it back, since to them a policy that is
/// being deleted is gone already; this one only waits for them.
/// </summary>
internal sealed class BackupPolicyFinalizer(IEnumerable<IWorkloadCache> workloads, WorkloadJudge judge, TargetAccess target) : IEntityFinalizer<BackupPolicy>
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public Task<ReconciliationResult<BackupPolicy>> FinalizeAsync(BackupPolicy entity, CancellationToken cancellationToken)
    {
        target.Forget(entity);
        var isLeft = workloads.Any(cache => cache.Held().Any(workload => !judge.Judge(cache.Read(workload)).Hold.Hold) || cache.Rewritten().Any(workload => IsToRestore(cache, workload)));
        return Task.FromResult(ReconciliationResult<BackupPolicy>.Success(entity, isLeft ? LookAgain : null));
    }

    private bool IsToRestore(IWorkloadCache cache, IWorkload workload) =>
        judge.Rewrite(judge.Judge(cache.Read(workload)).Plan) is { } plan && RewriteStep.IsNeeded(workload.Metadata, plan);
}
