using System.Collections.Concurrent;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Events;

namespace ImageCloneOperator.Workloads;

/// <summary>Tells on the workload what its owner would want to know: each thing once, not at every reconcile.</summary>
internal sealed class WorkloadEvents(IEventRecorder recorder)
{
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    public void Report(IKubernetesObject workload, WorkloadPlan plan, HoldDecision hold)
    {
        var bad = plan.Verdicts.Where(verdict => verdict.Reason == VerdictReason.BadReference).Select(verdict => $"{verdict.Image}: {verdict.Message}");
        Tell(workload, EventType.Warning, "BadImageReference", string.Join("; ", bad.Distinct(StringComparer.Ordinal)), "Plan");
        Tell(workload, EventType.Warning, "BackupIncomplete", Lost(hold), "Release");
        Tell(workload, EventType.Normal, "DeletionHeld", Held(plan, hold), "Hold");
    }

    public void Forget(IKubernetesObject workload)
    {
        foreach (var key in _told.Keys.Where(key => key.StartsWith($"{workload.Metadata.Uid}/", StringComparison.Ordinal))) _told.TryRemove(key, out _);
    }

    private static string Lost(HoldDecision hold) =>
        hold.Lost.Count == 0 ? "" : $"Deleted before these images were backed up, since it was held for the longest time allowed: {string.Join(", ", hold.Lost)}";

    private static string Held(WorkloadPlan plan, HoldDecision hold) =>
        hold is { Hold: true, Until: { } until } ? $"The deletion of {plan.Workload.Id} waits, at most until {until:u}: {hold.Message}" : "";

    private void Tell(IKubernetesObject workload, EventType type, string reason, string note, string action)
    {
        var key = $"{workload.Metadata.Uid}/{reason}";
        if (note.Length == 0) _told.TryRemove(key, out _);
        else if (!_told.TryGetValue(key, out var before) || before != note) recorder.Record(workload, type, reason, _told[key] = note, action);
    }
}
