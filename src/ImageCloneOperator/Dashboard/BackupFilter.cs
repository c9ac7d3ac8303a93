using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Dashboard;

/// <summary>Backups that stand alike.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Matches">Whether a backup is one of them.</param>
internal sealed record BackupFilter(string Name, string Label, Predicate<ImageBackup> Matches)
{
    public static readonly BackupFilter Attention = new("attention", "need attention", backup => Phase(backup) == ObjectPhase.Stalled);

    public static readonly BackupFilter Underway = new(
        "underway", "on their way", backup => Phase(backup) is ObjectPhase.Reconciling or ObjectPhase.Waiting);

    public static readonly BackupFilter Ready = new("ready", "backed up", backup => Phase(backup) == ObjectPhase.Ready);

    public static readonly BackupFilter SourceGone = new("source-gone", "have lost their source", HasLostItsSource);

    /// <summary>All there are, in the order in which people want to see them.</summary>
    public static readonly IReadOnlyList<BackupFilter> All = [Attention, SourceGone, Underway, Ready];

    /// <returns>Null where there is none of that name.</returns>
    public static BackupFilter? Find(string name) => All.FirstOrDefault(filter => filter.Name == name);

    public static bool HasLostItsSource(ImageBackup backup) => backup.Status.Conditions.IsFalse(ConditionTypes.SourceAvailable);

    private static ObjectPhase Phase(ImageBackup backup) => backup.Status.Conditions.Phase();
}
