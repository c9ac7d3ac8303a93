using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Backups.Status;

/// <summary>How far a backup is that the plan asks for, in a word.</summary>
internal static class PlannedState
{
    private const string New = "New";
    private const string TargetChanges = "TargetChanges";

    /// <param name="target">Where the plan wants the copy.</param>
    /// <param name="own">The ImageBackup of the plan's name; null where there is none yet.</param>
    /// <param name="sameSource">Those of the same policy and image, whatever their names: a person may have made one.</param>
    /// <returns>
    /// <c>Ready</c>, the reason why not, <c>New</c>, or <c>TargetChanges</c> where it has to be copied to another place.
    /// </returns>
    public static string Of(string target, ImageBackup? own, IEnumerable<ImageBackup> sameSource)
    {
        if ((own is not null && IsReady(own, target)) || sameSource.Any(backup => IsReady(backup, target))) return ConditionTypes.Ready;
        if (own is null) return New;
        if (own.Spec.Target != target) return TargetChanges;
        return own.Status.Conditions.Find(ConditionTypes.Ready) is { Status: not "True" } ready ? ready.Reason : ConditionReasons.Pending;
    }

    /// <summary>Whether it may be another after this change.</summary>
    public static bool IsTouchedBy(ImageBackup? old, ImageBackup? now) => old is null || now is null
        || old.Spec.Target != now.Spec.Target
        || Of(old.Spec.Target, old, []) != Of(now.Spec.Target, now, []);

    private static bool IsReady(ImageBackup backup, string target) => backup.Spec.Target == target && BackupStateReader.Of(backup).Ready;
}
