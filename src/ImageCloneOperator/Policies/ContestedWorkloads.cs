using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Policies;

/// <summary>The workloads whose rewriting was given up, since another writer kept putting the original images back.</summary>
internal sealed class ContestedWorkloads(WorkloadCaches workloads, WorkloadPlanner judge)
{
    private const int MaxNames = 3;

    /// <returns>Null where the policy has none.</returns>
    public string? SentenceOf(string policy)
    {
        var all = workloads.Rewritten().Where(workload => workload.Contested is not null)
            .Where(workload => IsOf(policy, workload))
            .Select(workload => workload.Key)
            .Order()
            .ToList();
        if (all.Count == 0) return null;
        var more = all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "";
        return $"Another writer keeps putting the original images back, and they stay: {string.Join(", ", all.Take(MaxNames))}{more}. "
            + "Use rewrite.mode: Pod, which leaves templates alone; the Event RewriteContested on each says who it is";
    }

    private bool IsOf(string policy, Workload workload) =>
        judge.Rewrite(workload) is { Contested: true } plan
        && plan.Containers.Any(container => container.Policy == policy);
}
