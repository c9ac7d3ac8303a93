using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Planning;

/// <summary>
/// Decides which images point at their copies, and which go back to their originals. The policy that is first by name wins; with none that
/// rewrites (mode None, suspended, opted out, deleted) every image of ours goes back.
/// </summary>
public static class RewritePlanner
{
    /// <param name="plan">The workload's verdicts.</param>
    /// <param name="policies">The policies that the verdicts are of.</param>
    /// <param name="mode">Workload for a pod template, Pod for a pod; None puts all originals back.</param>
    /// <param name="stateOf">How far each backup is.</param>
    public static RewritePlan Plan(WorkloadPlan plan, PolicySet policies, RewriteMode mode, Func<BackupKey, BackupState> stateOf)
    {
        var candidates = Candidates(plan, policies, mode);
        // One rollout for all images, not one for each copy that gets ready; at a disaster each image that can be saved is.
        var incomplete = mode == RewriteMode.Workload && candidates.Values.Any(
            candidate => candidate.Policy.RewriteTrigger == RewriteTrigger.Ready && !stateOf(candidate.Backup.Key).Ready);
        return new RewritePlan([.. plan.Workload.Images.Select(image => Decide(image))]);

        ContainerRewrite Decide(ContainerImage image)
        {
            var original = plan.Workload.Original(image);
            if (mode == RewriteMode.Workload && plan.Workload.OwnedByCustomResource)
                return Put(image, original, original, null, "a custom resource owns the workload and its template; use rewrite.mode: Pod");
            if (!candidates.TryGetValue(original, out var candidate)) return Put(image, original, original, null, WhyNot(plan, original));

            var state = stateOf(candidate.Backup.Key);
            if (candidate.Policy.RewriteTrigger == RewriteTrigger.SourceUnavailable && !state.SourceUnavailable)
                return Put(image, original, original, candidate.Policy.Name, "its source is available");
            if (!state.Ready || (incomplete && candidate.Policy.RewriteTrigger == RewriteTrigger.Ready))
                return Put(image, original, image.Image, candidate.Policy.Name, "not all copies are ready; left as it is until they are");
            var copy = Copy(original, candidate.Backup, state);
            return Put(image, original, copy, candidate.Policy.Name, $"points at the copy of policy {candidate.Policy.Name}");
        }
    }

    private static ContainerRewrite Put(ContainerImage image, string original, string desired, string? policy, string message) =>
        new(image.Container, image.Image, original, desired, policy, message);

    private static Dictionary<string, (CompiledPolicy Policy, PlannedBackup Backup)> Candidates(
        WorkloadPlan plan,
        PolicySet policies,
        RewriteMode mode)
    {
        var winners = new Dictionary<string, (CompiledPolicy, PlannedBackup)>(StringComparer.Ordinal);
        if (mode == RewriteMode.None) return winners;

        foreach (var verdict in plan.Verdicts)
        {
            if (verdict.Backup is { } backup && policies.Find(verdict.Policy) is { } policy && policy.RewriteMode == mode)
                winners.TryAdd(verdict.Image, (policy, backup));
        }

        return winners;
    }

    private static string WhyNot(WorkloadPlan plan, string original) =>
        plan.Verdicts.Any(verdict => verdict.Image == original && verdict.Backup is not null)
            ? "no policy that backs it up rewrites here"
            : "no policy backs it up";

    private static string Copy(string original, PlannedBackup backup, BackupState state) =>
        ImageReference.Parse(original).Digest is { } pinned
            ? backup.Target.WithDigest(state.TargetDigest ?? pinned).ToString()
            : backup.Target.ToString();
}
