using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies.Coverage;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Coverage;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Policies;

/// <summary>Finds in the workloads what a policy's status says about them.</summary>
internal sealed class PolicyWorkloads(
    CompiledPolicies policies,
    WorkloadCaches workloads,
    WorkloadPlanner planner,
    PodRefusals podRefusals,
    NamespaceQuota quota,
    UnprotectedImages unprotected,
    IResourceCache<ImageBackup> backups)
{
    private const int MaxNames = 3;

    /// <summary>
    /// Tells whether every image that the policy wants has its ImageBackup: until then, that all of them are Ready means nothing.
    /// </summary>
    public bool HaveBackups(Policy policy) => OptionalTypes(policy).All(workloads.HasSynced) && HaveBackups(policy.Name);

    /// <summary>Tells which of the kinds that the policy selects cannot be read as it says; the worst comes first.</summary>
    /// <returns>Null where there is none.</returns>
    public UnreadableKinds? DescribeUnreadable(Policy policy)
    {
        var unread = OptionalTypes(policy).Select(workloads.RefusalOf).OfType<CacheRefusal>().ToList();
        var forbidden = unread.Where(refusal => refusal.IsServed).Select(refusal => refusal.Sentence);
        var missing = unread.Where(refusal => !refusal.IsServed).Select(refusal => refusal.Sentence);
        var otherwise = policy.AdditionalWorkloads.Except(policies.Planner.Policies.AdditionalTypes).Select(Otherwise);
        (string Reason, string Sentence)[] all =
        [
            .. forbidden.Select(sentence => (ConditionReasons.KindForbidden, sentence)),
            .. otherwise.Select(sentence => (ConditionReasons.KindConflict, sentence)),
            .. missing.Select(sentence => (ConditionReasons.KindNotServed, sentence)),
        ];
        return all.Length == 0 ? null : new UnreadableKinds(all[0].Reason, string.Join(' ', all.Select(kind => kind.Sentence)));
    }

    /// <summary>Whether the policy selects a kind that may not be there, or not be ours to read.</summary>
    public bool HasOptionalKinds(Policy policy) => OptionalTypes(policy).Any();

    private IEnumerable<WorkloadType> OptionalTypes(Policy policy) => policies.Planner.Policies.OptionalTypesOf(policy);

    private string Otherwise(WorkloadType type)
    {
        var (first, used) = policies.Planner.Policies.Policies
            .SelectMany(policy => policy.AdditionalWorkloads, (policy, other) => (policy, other))
            .First(described => described.other.IsSameResource(type));
        return $"{type.Resource} are read as BackupPolicy {first.Name} says, which comes first by name: kind {used.Kind}, "
            + $"version {used.Version}, podSpecPath {used.PodSpecPath}. Write the same here.";
    }

    private bool HaveBackups(string policy) => workloads.All()
        .SelectMany(workload => planner.Plan(workload).Backups)
        .Where(backup => backup.Key.Policy == policy)
        .All(backup => backup.Key.FindIn(backups) is not null || quota.IsLeftOut(backup.Key));

    /// <summary>How many images get no ImageBackup since their namespaces have as many as the policy allows.</summary>
    public int CountLeftOut(string policy) => quota.CountLeftOut(policy);

    /// <summary>What has no Ready copy, by why the policy has none.</summary>
    /// <returns>Null where it is not known yet, and for a policy that is not valid.</returns>
    public UnprotectedImageCounts? CountUnprotected(string policy) => unprotected.Found?.Of(policy) is { } counts
        ? new UnprotectedImageCounts
        {
            Images = counts.Values.Sum(),
            Reasons = [.. counts.Select(count => new UnprotectedImageReason { Reason = count.Key, Images = count.Value })],
        }
        : null;

    /// <summary>Names workloads whose rewriting was given up, since another writer kept putting the original images back.</summary>
    /// <returns>Null where the policy has none.</returns>
    public string? DescribeContested(string policy)
    {
        var all = workloads.Rewritten().Where(workload => workload.Contested is not null)
            .Where(workload => IsContested(policy, workload))
            .Select(workload => workload.Key)
            .Order()
            .ToList();
        return all.Count == 0
            ? null
            : $"Another writer keeps putting the original images back, and they stay: {Names(all)}. "
                + "Use rewrite.mode: Pod, which leaves templates alone; the Event RewriteContested on each says who it is";
    }

    /// <summary>Pods of some workload are left alone, which ends by itself.</summary>
    public bool AreRefused => podRefusals.Workloads.Any();

    /// <summary>Names workloads whose new pods run from their sources, since admission refused those that run from copies.</summary>
    /// <returns>Null where the policy has none.</returns>
    public string? DescribeRefused(string policy)
    {
        var all = podRefusals.Workloads
            .Where(key => workloads.Find(key) is { } workload
                && planner.JudgePod(workload).Rewrite.Changes.Any(change => change.Policy == policy))
            .Order()
            .ToList();
        return all.Count == 0
            ? null
            : $"Admission has refused pods that run from copies, and new ones run from their sources for a while: {Names(all)}. "
                + $"Allow images of the target there; the last refusal: {podRefusals.Of(all[0])}";
    }

    private static string Names(List<WorkloadKey> all) =>
        string.Join(", ", all.Take(MaxNames)) + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");

    private bool IsContested(string policy, Workload workload) =>
        planner.Rewrite(workload) is { Contested: true } plan
        && plan.Containers.Any(container => container.Policy == policy);
}
