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
/// Keeps a deleted policy until nothing of it is left on anybody's object: a policy has the finalizer only while it holds or rewrites
/// workloads. The workload controller takes that back, since to it a policy that is being deleted is gone already; this one only waits,
/// and says for what when it takes long.
/// </summary>
internal sealed class PolicyCleanup(
    WorkloadCaches workloads, WorkloadPlanner judge, FinalizerPatcher finalizers, IEventRecorder events, TimeProvider time)
{
    private const int MaxNames = 3;

    /// <summary>The caches say when a workload is done, but wake no finalizer: most are done at once.</summary>
    private static readonly TimeSpan RequeueWhileLeft = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Puts the finalizer on a policy that has something to take back, and takes it off one that has nothing.</summary>
    public async Task SettleAsync(BackupPolicy policy, CancellationToken cancellationToken)
    {
        var wanted = HasMarks(policy.Metadata.Name!);
        if (wanted == IsMarked(policy)) return;
        if (wanted) await finalizers.AttachAsync(policy, [WellKnown.PolicyCleanupFinalizer], cancellationToken);
        else await finalizers.RemoveAsync(policy, WellKnown.PolicyCleanupFinalizer);
    }

    /// <returns>When to ask again; null once the policy may go.</returns>
    public async Task<TimeSpan?> FinalizeAsync(BackupPolicy policy)
    {
        if (!IsMarked(policy)) return null;
        var left = Left().Take(MaxNames).ToList();
        if (left.Count == 0)
        {
            _told.TryRemove(policy.Metadata.Uid!, out _);
            await finalizers.RemoveAsync(policy, WellKnown.PolicyCleanupFinalizer);
            return null;
        }

        if (time.GetUtcNow() - policy.Metadata.DeletionTimestamp > Patience && _told.TryAdd(policy.Metadata.Uid!, true)) Tell(policy, left);
        return RequeueWhileLeft;
    }

    private bool HasMarks(string policy) => workloads.Held()
        .Concat(workloads.Rewritten())
        .Any(workload => judge.Plan(workload).Backups.Any(backup => backup.Key.Policy == policy));

    private static bool IsMarked(BackupPolicy policy) =>
        policy.Metadata.Finalizers?.Contains(WellKnown.PolicyCleanupFinalizer) is true;

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
