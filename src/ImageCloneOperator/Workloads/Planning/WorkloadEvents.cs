using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Planning;

/// <summary>Tells on the workload what its owner would want to know: each thing once, not at every reconcile.</summary>
internal sealed class WorkloadEvents(IEventRecorder recorder, IResourceCache<BackupPolicy> policies)
{
    private const int MaxNamed = 3;

    /// <summary>By uid, the last note of each reason.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, string>> _told = new(StringComparer.Ordinal);

    public void Report(Workload workload, WorkloadPlan plan, DeletionProtectionDecision hold)
    {
        var bad = plan.Verdicts.Where(verdict => verdict.Reason == ImageDecisionReason.BadReference)
            .Select(verdict => $"{ShortText.Of(verdict.Image)}: {verdict.Message}");
        Tell(workload, EventType.Warning, EventReasons.BadImageReference, string.Join("; ", bad.Distinct(StringComparer.Ordinal)), "Plan");
        ReportHold(workload, plan, hold);
    }

    /// <summary>Why a deleted workload waits, and what was lost when it waits no more.</summary>
    public void ReportHold(Workload workload, WorkloadPlan plan, DeletionProtectionDecision hold)
    {
        if (Tell(workload, EventType.Warning, EventReasons.BackupIncomplete, Lost(hold), "Release")) TellPolicies(plan, hold);
        Tell(workload, EventType.Normal, EventReasons.DeletionHeld, Held(plan, hold), "Hold");
    }

    /// <summary>Why a policy that rewrites leaves the workload alone.</summary>
    public void ReportSkipped(Workload workload, RewritePlan? plan) =>
        Tell(
            workload,
            EventType.Normal,
            EventReasons.RewriteSkipped,
            plan is { Contested: false, Skipped: { } reason } ? $"Its images stay as they are: {reason}" : "",
            "Rewrite");

    /// <summary>The images that stay, since their sources refuse them to the workload's namespace.</summary>
    public void ReportWithheld(Workload workload, IEnumerable<ContainerRewrite> planned) => Tell(
        workload,
        EventType.Warning,
        EventReasons.CopyWithheld,
        string.Join(
            "; ",
            planned.Where(container => container.IsWithheld).Select(
                container => $"{container.Container}: the copy of {ShortText.Of(container.Original)} is not used: {container.Message}")),
        "Rewrite");

    /// <param name="rewritten">New pods run from copies.</param>
    /// <param name="note">Which, or why not; empty where no policy asks for that.</param>
    /// <param name="isNormal">Only worth telling where it was otherwise before.</param>
    public void ReportPods(Workload workload, bool rewritten, string note, bool isNormal = false)
    {
        if (isNormal && _told.GetValueOrDefault(workload.Uid)?.ContainsKey(EventReasons.PodsRewritten) is not true) return;
        Tell(workload, EventType.Normal, EventReasons.PodsRewritten, rewritten ? note : "", "Rewrite");
        Tell(workload, EventType.Normal, EventReasons.PodsNotRewritten, rewritten ? "" : note, "Rewrite");
    }

    /// <param name="refusal">What the API server said; empty once it takes the change.</param>
    public void ReportRefused(Workload workload, string refusal) =>
        Tell(
            workload,
            EventType.Warning,
            EventReasons.RewriteRefused,
            refusal.Length == 0 ? "" : $"The change of its images was refused, and is tried again: {refusal}",
            "Rewrite");

    /// <param name="refusals">Why ImageBackups cannot be made; empty once all are there.</param>
    public void ReportRefusedBackups(Workload workload, IReadOnlyList<string> refusals) => Tell(
        workload,
        EventType.Warning,
        EventReasons.BackupRefused,
        refusals.Count == 0 ? "" : $"These images are not backed up, and are tried again: {string.Join("; ", refusals)}",
        "Plan");

    /// <param name="images">By policy, those that are beyond what it copies of the workload's namespace.</param>
    public void ReportLeftOut(Workload workload, ILookup<string, string> images) => Tell(
        workload,
        EventType.Warning,
        EventReasons.ImagesLeftOut,
        string.Join(
            "; ",
            images.Select(policy => $"Not backed up, since namespace {workload.Key.Namespace} has as many images as spec.limits of policy "
                + $"{policy.Key} allows: {string.Join(", ", policy.Take(MaxNamed).Select(ShortText.Of))}"
                + (policy.Count() > MaxNamed ? $" and {policy.Count() - MaxNamed} more" : ""))),
        "Plan");

    /// <summary>The changes of the plan were made, and these containers went with it.</summary>
    public void Rewritten(Workload workload, RewritePlan plan, IReadOnlyCollection<string> orphans)
    {
        var changes = plan.Changes.Where(change => !orphans.Contains(change.Container, StringComparer.Ordinal))
            .ToLookup(change => change.Desired == change.Original);
        Record(EventReasons.ImagesRewritten, changes[false]);
        Record(EventReasons.ImagesRestored, changes[true]);
        if (orphans.Count > 0)
        {
            recorder.Record(
                workload.Reference(),
                EventType.Normal,
                EventReasons.OrphanRemoved,
                $"Their owner took these away, and nothing but the image was left: {string.Join(", ", orphans)}",
                "Rewrite");
        }

        void Record(string reason, IEnumerable<ContainerRewrite> changes)
        {
            var note = string.Join(
                "; ", changes.Select(change => $"{change.Container}: {change.Current} is now {change.Desired}: {change.Message}"));
            if (note.Length > 0) recorder.Record(workload.Reference(), EventType.Normal, reason, note, "Rewrite");
        }
    }

    /// <param name="by">The other writer; empty where it is not known.</param>
    public void GaveWay(Workload workload, string by, IEnumerable<ContainerRewrite> lost) => recorder.Record(
        workload.Reference(),
        EventType.Warning,
        EventReasons.RewriteContested,
        $"{(by.Length == 0 ? "Another writer" : by)} keeps putting the original images back "
            + $"({string.Join(", ", lost.Select(image => $"{image.Container}: {image.Original}"))}), and they stay now. "
            + "Use rewrite.mode: Pod, which leaves the template alone; or end that, "
            + $"and remove the annotation {WellKnown.RewriteContestedAnnotation}",
        "Rewrite");

    public void Forget(string uid) => _told.TryRemove(uid, out _);

    private static string Lost(DeletionProtectionDecision hold) =>
        hold.Lost.Count == 0
            ? ""
            : $"Deleted before these images were backed up, since it was held for the longest time allowed: {string.Join(", ", hold.Lost)}";

    private static string Held(WorkloadPlan plan, DeletionProtectionDecision hold) =>
        hold is { Hold: true, Until: { } until }
            ? $"The deletion of {plan.Workload.Key} waits, at most until {until:u}: {hold.Message}"
            : "";

    /// <summary>A namespace that is being deleted takes no Events, and those it has go with it.</summary>
    private void TellPolicies(WorkloadPlan plan, DeletionProtectionDecision hold)
    {
        foreach (var name in plan.Backups.Select(backup => backup.Key.Policy).Distinct(StringComparer.Ordinal))
        {
            if (policies.Get(new EntityKey("", name)) is { } policy)
            {
                recorder.Record(
                    policy, EventType.Warning, EventReasons.BackupIncomplete, $"{plan.Workload.Key}: {Lost(hold)}", "Release");
            }
        }
    }

    /// <returns>Whether it is news.</returns>
    private bool Tell(Workload workload, EventType type, string reason, string note, string action)
    {
        if (note.Length == 0)
        {
            _told.GetValueOrDefault(workload.Uid)?.TryRemove(reason, out _);
            return false;
        }

        var told = _told.GetOrAdd(workload.Uid, _ => new(StringComparer.Ordinal));
        if (told.TryGetValue(reason, out var before) && before == note) return false;
        told[reason] = note;
        recorder.Record(workload.Reference(), type, reason, note, action);
        return true;
    }
}
