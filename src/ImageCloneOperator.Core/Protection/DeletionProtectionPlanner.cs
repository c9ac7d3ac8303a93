using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Core.Protection;

/// <summary>
/// Decides on a workload's finalizer: there while an image is not backed up yet, at most maxHold after its deletion, and at most a minute
/// after that of its namespace.
/// </summary>
public static class DeletionProtectionPlanner
{
    /// <summary>Whoever deletes a namespace need not wait for images that its tenant makes slow.</summary>
    private static readonly TimeSpan MaxHoldOfNamespace = TimeSpan.FromMinutes(1);

    public static DeletionProtectionDecision Decide(
        WorkloadPlan plan, PolicySet policies, Func<PlannedBackup, BackupState> stateOf, DateTimeOffset now)
    {
        if (!plan.Workload.Key.Type.IsProtectable) return DeletionProtectionDecision.Release($"a {plan.Workload.Key.Kind} is never held");
        if (policies.IsSystem(plan.Workload.Key.Namespace))
            return DeletionProtectionDecision.Release("nothing is held in a system namespace");
        var guarded = plan.Backups.Where(backup => policies.Find(backup.Key.Policy)?.MaxHold is not null).ToArray();
        if (guarded.Length == 0) return DeletionProtectionDecision.Release("no policy protects its images");

        var waiting = guarded.Where(backup => stateOf(backup) is { Ready: false, Failed: false }).ToArray();
        if (waiting.Length == 0) return DeletionProtectionDecision.Release(Settled(guarded, stateOf));

        // The API refuses new finalizers on what is being deleted, and a namespace that goes should go.
        if (!plan.Workload.Held && (plan.Workload.DeletionTimestamp is not null || plan.Namespace.Terminating))
            return DeletionProtectionDecision.Release("it is being deleted and was not held before");

        var images = Images(waiting);
        var until = Earlier(
            plan.Workload.DeletionTimestamp + waiting.Max(backup => policies.Find(backup.Key.Policy)!.MaxHold),
            plan.Namespace.DeletionTimestamp + MaxHoldOfNamespace);
        return until <= now
            ? new DeletionProtectionDecision(
                Hold: false, $"held for the longest time allowed; not backed up: {Names(images)}", until, images)
            : new DeletionProtectionDecision(Hold: true, $"not backed up yet: {Names(images)}", until, []);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other ? one : other ?? one;

    private static string Settled(PlannedBackup[] guarded, Func<PlannedBackup, BackupState> stateOf)
    {
        var failed = Images(guarded.Where(backup => stateOf(backup) is { Ready: false, Failed: true }));
        return failed.Length == 0 ? "all images are backed up" : $"cannot be backed up until somebody acts: {Names(failed)}";
    }

    private static string[] Images(IEnumerable<PlannedBackup> backups) =>
        [.. backups.Select(backup => backup.Key.Source.Familiar).Distinct(StringComparer.Ordinal)];

    private static string Names(string[] images) =>
        images.Length <= 3 ? string.Join(", ", images) : $"{string.Join(", ", images.Take(3))} and {images.Length - 3} more";
}
