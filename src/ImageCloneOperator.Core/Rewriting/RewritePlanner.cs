using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Rewriting;

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
    public static RewritePlan Plan(WorkloadPlan plan, PolicySet policies, RewriteMode mode, Func<PlannedBackup, BackupState> stateOf)
    {
        var workload = plan.Workload;
        var candidates = Candidates(plan, policies, mode, stateOf);
        if (mode != RewriteMode.Pod && !workload.Key.Type.IsRewritable)
            return Skip(plan, candidates, $"the template of a {workload.Key.Kind} is never changed", image => image.Image);
        if (mode == RewriteMode.Workload && workload.OwnedByCustomResource)
            return Skip(plan, candidates, "a custom resource owns the workload and its template", workload.Original);
        if (mode == RewriteMode.Workload && IsContested(workload, candidates))
        {
            return Skip(plan, candidates, "another writer keeps putting the original images back", workload.Original) with
            {
                Contested = true,
            };
        }

        // One rollout for all images, not one for each copy that gets ready; at a disaster each image that can be saved is.
        var incomplete = mode == RewriteMode.Workload && candidates.Values.Any(
            candidate => candidate.Policy.RewriteTrigger == RewriteTrigger.Ready
                && stateOf(candidate.Backup) is var state
                && !(state.Ready && state.Access.For(workload.Key.Namespace) != AccessAnswer.Unknown));
        return new RewritePlan(
        [
            .. workload.Images.Select(image => (Image: image, Original: workload.Original(image))).Select(each =>
                candidates.TryGetValue(each.Original, out var candidate)
                    ? Decide(each.Image, each.Original, candidate, stateOf(candidate.Backup), workload.Key.Namespace, incomplete)
                    : Put(each.Image, each.Original, each.Original, null, WhyNot(plan, each.Original))),
        ]);
    }

    private static ContainerRewrite Decide(
        ContainerImage image, string original, Candidate candidate, BackupState state, string ns, bool incomplete)
    {
        var policy = candidate.Policy;
        var access = state.Access.For(ns);
        if (access == AccessAnswer.Refused)
            return Put(image, original, original, policy.Name, Withheld(policy, ns)) with { IsWithheld = true };
        // A backup is not ready for a moment whenever its spec changes: what stands in the template still serves until it is known better.
        if (!state.Ready || (incomplete && policy.RewriteTrigger == RewriteTrigger.Ready))
            return Put(image, original, image.Image, policy.Name, "not all copies are ready; left as it is until they are");
        if (policy.RewriteTrigger == RewriteTrigger.SourceUnavailable && !state.SourceUnavailable)
            return Put(image, original, original, policy.Name, "its source is available");
        if (access == AccessAnswer.Unknown)
        {
            // What a pod asks for itself is no proof; a template is as it was when there was one.
            var meanwhile = policy.RewriteMode == RewriteMode.Pod ? original : image.Image;
            return Put(image, original, meanwhile, policy.Name, $"its source has not said yet whether it gives it to namespace {ns}");
        }

        var choice = candidate.Others.Count == 0 ? "" : $", which is first by name before {string.Join(", ", candidate.Others)}";
        return Put(
            image, original, Copy(original, candidate.Backup, state), policy.Name, $"points at the copy of policy {policy.Name}{choice}");
    }

    private static string Withheld(Policy policy, string ns) =>
        $"its source does not give it to namespace {ns}: name a pull secret there that reads it, "
        + $"or let policy {policy.Name} share one (sources.secretRefs)";

    private static RewritePlan Skip(
        WorkloadPlan plan, Dictionary<string, Candidate> candidates, string reason, Func<ContainerImage, string> desired)
    {
        var message = $"{reason}; use rewrite.mode: Pod";
        return new RewritePlan(
        [
            .. plan.Workload.Images.Select(image =>
            {
                var original = plan.Workload.Original(image);
                return Put(image, original, desired(image), candidates.GetValueOrDefault(original)?.Policy.Name, message);
            }),
        ])
        {
            Skipped = candidates.Count == 0 ? null : message,
        };
    }

    /// <summary>It ends when no policy rewrites these images any more, and when their owner changes one.</summary>
    private static bool IsContested(Workload workload, Dictionary<string, Candidate> candidates) =>
        workload.Contested is { } contested
        && contested.Concerns(workload)
        && (contested.Images.Count == 0 ? candidates.Count > 0 : contested.Images.Values.Any(candidates.ContainsKey));

    private static ContainerRewrite Put(ContainerImage image, string original, string desired, string? policy, string message) =>
        new(image.Container, image.Image, original, desired, policy, message);

    private static Dictionary<string, Candidate> Candidates(
        WorkloadPlan plan, PolicySet policies, RewriteMode mode, Func<PlannedBackup, BackupState> stateOf)
    {
        var winners = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        if (mode == RewriteMode.None || policies.IsSystem(plan.Workload.Key.Namespace)) return winners;

        foreach (var verdict in plan.Verdicts)
        {
            if (verdict.Backup is not { } backup || policies.Find(verdict.Policy) is not { } policy || policy.RewriteMode != mode) continue;
            var isKnown = winners.TryGetValue(verdict.Image, out var winner);
            // A pod is decided once: a copy that is there serves it, whosever it is. A template would be rolled out again for another one.
            var isBetter = mode == RewriteMode.Pod && isKnown && !Serves(winner!.Backup) && Serves(backup);
            winners[verdict.Image] = isKnown && !isBetter
                ? winner! with { Others = [.. winner.Others, policy.Name] }
                : new Candidate(policy, backup, []);
        }

        return winners;

        bool Serves(PlannedBackup backup) =>
            stateOf(backup) is { Ready: true } state && state.Access.For(plan.Workload.Key.Namespace) == AccessAnswer.Given;
    }

    private static string WhyNot(WorkloadPlan plan, string original) =>
        plan.Verdicts.Any(verdict => verdict.Image == original && verdict.Backup is not null)
            ? "no policy that backs it up rewrites here"
            : "no policy backs it up";

    private static string Copy(string original, PlannedBackup backup, BackupState state)
    {
        if (ImageReference.Parse(original).Digest is { } pinned)
            return backup.Target.WithDigest(state.TargetDigest ?? pinned).ToString();
        return state is { TagIsForeign: true, TargetDigest: { } digest }
            ? backup.Target.PinnedTo(digest).ToString()
            : backup.Target.ToString();
    }

    private sealed record Candidate(Policy Policy, PlannedBackup Backup, IReadOnlyList<string> Others);
}
