using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Workloads.Coverage;

/// <summary>
/// Finds the images that no Ready copy stands in for, among what is watched anyway: nothing is watched or read for this. It looks at
/// everything, and therefore seldom.
/// </summary>
internal sealed class UnprotectedImages(
    WorkloadCaches workloads, WorkloadPlanner planner, CompiledPolicies policies, BackupStateReader backups, TimeProvider time)
    : IReconciler<string>
{
    public const string Key = "images";

    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5);

    /// <summary>Of a large cluster it takes longer, and is done the less often: 2 % of a CPU at most.</summary>
    private const int TimesDuration = 50;

    private (long Ended, TimeSpan Pause) _last;
    private volatile UnprotectedCounts? _found;

    /// <summary>Null until everything has been looked at once.</summary>
    public UnprotectedCounts? Found => _found;

    /// <summary>Wakes the policies whose counts are others now.</summary>
    public ChannelSource<EntityKey> Changes { get; } = new();

    public Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (_found is not null && _last.Pause - time.GetElapsedTime(_last.Ended) is { } left && left > TimeSpan.Zero)
            return Task.FromResult(ReconciliationResult.Success(left));
        var began = time.GetTimestamp();
        var (before, now) = (_found, Find());
        _found = now;
        foreach (var policy in now.Policies.Where(policy => !now.IsSame(before, policy))) Changes.Trigger(new EntityKey("", policy));
        var pause = TimesDuration * time.GetElapsedTime(began);
        _last = (time.GetTimestamp(), pause > MinInterval ? pause : MinInterval);
        return Task.FromResult(ReconciliationResult.Success());
    }

    private UnprotectedCounts Find()
    {
        var seen = new HashSet<PodUse>();
        var plans = workloads.All().Where(workload => UseOf(workload) is not { } use || seen.Add(use)).Select(planner.Plan);
        var all = policies.Planner.Policies;
        return new UnprotectedCounts(
            UnprotectedImage.Find(plans, all, backups.WhyNotReady), [.. all.Policies.Select(policy => policy.Name)]);
    }

    /// <summary>Pods of one template have one plan: one of them tells of all. The cache gives what they share as one object.</summary>
    /// <returns>Null for a workload that has a plan of its own.</returns>
    private static PodUse? UseOf(Workload workload) =>
        workload is { Key.Type.IsPod: true, Owner: { } owner, Skip: false, Annotations.Count: 0 }
            ? new PodUse(workload.Key.Namespace, owner, workload.Images, workload.Labels)
            : null;

    private sealed record PodUse(
        string Namespace, WorkloadOwner Owner, IReadOnlyList<ContainerImage> Images, IReadOnlyDictionary<string, string> Labels);
}
