using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Events;

namespace ImageCloneOperator.Workloads.Planning;

/// <summary>Tells on the workload what its owner would want to know: each thing once, not at every reconcile.</summary>
internal sealed class WorkloadEvents(IEventRecorder recorder)
{
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    public void Report(IKubernetesObject workload, WorkloadPlan plan, DeletionProtectionDecision hold)
    {
        var bad = plan.Verdicts.Where(verdict => verdict.Reason == ImageDecisionReason.BadReference).Select(verdict => $"{verdict.Image}: {verdict.Message}");
        Tell(workload, EventType.Warning, "BadImageReference", string.Join("; ", bad.Distinct(StringComparer.Ordinal)), "Plan");
        Tell(workload, EventType.Warning, "BackupIncomplete", Lost(hold), "Release");
        Tell(workload, EventType.Normal, "DeletionHeld", Held(plan, hold), "Hold");
    }

    /// <summary>Why a policy that rewrites leaves the workload alone.</summary>
    public void ReportSkipped(IKubernetesObject workload, RewritePlan? plan) =>
        Tell(workload, EventType.Normal, "RewriteSkipped", plan is { Contested: false, Skipped: { } reason } ? $"Its images stay as they are: {reason}" : "", "Rewrite");

    /// <param name="rewritten">New pods run from copies.</param>
    /// <param name="note">Which, or why not; empty where no policy asks for that.</param>
    /// <param name="isNormal">Only worth telling where it was otherwise before.</param>
    public void ReportPods(IKubernetesObject workload, bool rewritten, string note, bool isNormal = false)
    {
        if (isNormal && !_told.ContainsKey(KeyOf(workload, "PodsRewritten"))) return;
        Tell(workload, EventType.Normal, "PodsRewritten", rewritten ? note : "", "Rewrite");
        Tell(workload, EventType.Normal, "PodsNotRewritten", rewritten ? "" : note, "Rewrite");
    }

    /// <param name="refusal">What the API server said; empty once it takes the change.</param>
    public void ReportRefused(IKubernetesObject workload, string refusal) =>
        Tell(workload, EventType.Warning, "RewriteRefused", refusal.Length == 0 ? "" : $"The change of its images was refused, and is tried again: {refusal}", "Rewrite");

    /// <summary>The changes of the plan were made, and these containers went with it.</summary>
    public void Rewritten(IKubernetesObject workload, RewritePlan plan, IReadOnlyCollection<string> orphans)
    {
        var changes = plan.Changes.Where(change => !orphans.Contains(change.Container, StringComparer.Ordinal)).ToLookup(change => change.Desired == change.Original);
        Record("ImagesRewritten", changes[false]);
        Record("ImagesRestored", changes[true]);
        if (orphans.Count > 0)
            recorder.Record(workload, EventType.Normal, "OrphanRemoved", $"Their owner took these away, and nothing but the image was left: {string.Join(", ", orphans)}", "Rewrite");

        void Record(string reason, IEnumerable<ContainerRewrite> changes)
        {
            var note = string.Join("; ", changes.Select(change => $"{change.Container}: {change.Current} is now {change.Desired}: {change.Message}"));
            if (note.Length > 0) recorder.Record(workload, EventType.Normal, reason, note, "Rewrite");
        }
    }

    /// <param name="by">The other writer; empty where it is not known.</param>
    public void GaveWay(IKubernetesObject workload, string by, IEnumerable<ContainerRewrite> lost) => recorder.Record(
        workload,
        EventType.Warning,
        "RewriteContested",
        $"{(by.Length == 0 ? "Another writer" : by)} keeps putting the original images back ({string.Join(", ", lost.Select(image => $"{image.Container}: {image.Original}"))}), and they stay now. "
            + $"Use rewrite.mode: Pod, which leaves the template alone; or end that, and remove the annotation {WellKnown.RewriteContestedAnnotation}",
        "Rewrite");

    public void Forget(IKubernetesObject workload)
    {
        foreach (var key in _told.Keys.Where(key => key.StartsWith($"{workload.Metadata.Uid}/", StringComparison.Ordinal))) _told.TryRemove(key, out _);
    }

    private static string Lost(DeletionProtectionDecision hold) =>
        hold.Lost.Count == 0 ? "" : $"Deleted before these images were backed up, since it was held for the longest time allowed: {string.Join(", ", hold.Lost)}";

    private static string Held(WorkloadPlan plan, DeletionProtectionDecision hold) =>
        hold is { Hold: true, Until: { } until } ? $"The deletion of {plan.Workload.Id} waits, at most until {until:u}: {hold.Message}" : "";

    private static string KeyOf(IKubernetesObject workload, string reason) => $"{workload.Metadata.Uid}/{reason}";

    private void Tell(IKubernetesObject workload, EventType type, string reason, string note, string action)
    {
        var key = KeyOf(workload, reason);
        if (note.Length == 0) _told.TryRemove(key, out _);
        else if (!_told.TryGetValue(key, out var before) || before != note) recorder.Record(workload, type, reason, _told[key] = note, action);
    }
}
