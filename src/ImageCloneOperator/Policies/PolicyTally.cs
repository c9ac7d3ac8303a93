using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Policies;

/// <summary>A policy's backups, added up.</summary>
/// <param name="Images">How many there are in each state.</param>
/// <param name="Bytes">The size of those that are Ready.</param>
/// <param name="LastError">The newest failure, with its image.</param>
internal sealed record PolicyTally(ImageCounts Images, long Bytes, string? LastError)
{
    /// <summary>Whether it may be another after this change of a backup: progress alone does not count.</summary>
    public static bool IsTouchedBy(CacheChange<ImageBackup> change) =>
        !change.IsUpdated || !Essence(change.Old!).Equals(Essence(change.New!));

    public static PolicyTally Of(IEnumerable<ImageBackup> backups)
    {
        var images = new ImageCounts();
        var bytes = 0L;
        (DateTimeOffset Since, string Message)? newest = null;
        foreach (var backup in backups.Where(backup => backup.Metadata.DeletionTimestamp is null))
        {
            images.Total++;
            var ready = backup.Status.Conditions.Find(ConditionTypes.Ready);
            Count(images, backup, ready);
            if (ready is { Status: "True" }) bytes += backup.Status.SizeBytes ?? 0;
            else if (backup.Status.Attempts > 0 && ready is not null && !(newest?.Since > ready.LastTransitionTime))
                newest = (ready.LastTransitionTime ?? default, $"{backup.Spec.Source}: {ready.Reason}: {ready.Message}");
        }

        return new PolicyTally(images, bytes, newest?.Message);
    }

    private static object Essence(ImageBackup backup)
    {
        var ready = backup.Status.Conditions.Find(ConditionTypes.Ready);
        return (
            backup.Metadata.DeletionTimestamp,
            backup.Spec.PolicyName,
            ready?.Status,
            ready?.Reason,
            ready?.Message,
            backup.Status.SizeBytes);
    }

    private static void Count(ImageCounts images, ImageBackup backup, Condition? ready)
    {
        var phase = backup.Status.Conditions.Phase();
        if (phase == ObjectPhase.Ready) images.Ready++;
        else if (phase == ObjectPhase.Stalled) images.Failed++;
        else if (ready?.Reason == ConditionReasons.Copying) images.Copying++;
        else images.Pending++;
    }
}
