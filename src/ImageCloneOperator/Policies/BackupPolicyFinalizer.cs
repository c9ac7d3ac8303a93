using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Policies;

/// <summary>
/// Keeps a deleted policy until nothing of it is left on anybody's object. The workload controllers take it back, since to them a policy
/// that is being deleted is gone already; this one only waits for them, and says for what when it takes long.
/// </summary>
internal sealed class BackupPolicyFinalizer(
    WorkloadCaches workloads, WorkloadPlanner judge, TargetProbe target, IEventRecorder events, TimeProvider time)
    : IEntityFinalizer<BackupPolicy>
{
    private const int MaxNames = 3;
    /// <summary>The caches say when a workload is done, but wake no finalizer: most are done at once.</summary>
    private static readonly TimeSpan RequeueWhileLeft = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public Task<ReconciliationResult<BackupPolicy>> FinalizeAsync(BackupPolicy entity, CancellationToken cancellationToken)
    {
        target.Forget(entity);
        var left = Left().Take(MaxNames).ToList();
        if (left.Count == 0) _told.TryRemove(entity.Metadata.Uid!, out _);
        else if (time.GetUtcNow() - entity.Metadata.DeletionTimestamp > Patience && _told.TryAdd(entity.Metadata.Uid!, true))
            Tell(entity, left);
        return Task.FromResult(ReconciliationResult<BackupPolicy>.Success(entity, left.Count > 0 ? RequeueWhileLeft : null));
    }

    private IEnumerable<WorkloadKey> Left() =>
        workloads.Held()
            .Where(workload => !judge.Judge(workload).Hold.Hold)
            .Concat(workloads.Rewritten().Where(IsToRestore))
            .Select(workload => workload.Key);

    private bool IsToRestore(Workload workload) => judge.Rewrite(workload) is { } plan && RewritePatch.IsNeeded(workload, plan);

    private void Tell(BackupPolicy policy, List<WorkloadKey> left) => events.Record(
        policy,
        EventType.Warning,
        EventReasons.DeletionWaits,
        "It goes once nothing of it is left on workloads; "
            + $"still waits for {string.Join(", ", left)}{(left.Count == MaxNames ? " and perhaps more" : "")}: their Events say why",
        "Finalize");
}
