using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Status;

/// <summary>What an ImageBackup's status becomes at each step. Pure: the time comes in.</summary>
internal static class BackupStatusTransitions
{
    private const string NotVerified = "; it is not verified, since the target does not let its account read it";

    public static ImageBackupStatus AsPending(this ImageBackup backup, DateTimeOffset now) => backup.With(
        now, conditions => conditions.AsReconciling(ConditionReasons.Pending, "Waits for its turn to be copied"));

    public static ImageBackupStatus AsCopying(this ImageBackup backup, DateTimeOffset now, DateTimeOffset begun, CopySnapshot progress) =>
        backup.With(
            now, conditions => conditions.AsReconciling(ConditionReasons.Copying, $"Is being copied to {backup.Spec.Target}")) with
        {
            StartTime = begun,
            Progress = Progress(progress, complete: false),
        };

    /// <summary>Nothing uses it: its image is about to be deleted, or has been.</summary>
    public static ImageBackupStatus AsExpired(this ImageBackup backup, DateTimeOffset now) => backup.With(
        now,
        conditions => conditions.AsReconciling(ConditionReasons.Expired, "Nothing uses the image: it is being deleted from the target"));

    /// <summary>Nothing is done for it while its policy is suspended, missing or invalid; a copy that is there stays one.</summary>
    public static ImageBackupStatus AsBlocked(this ImageBackup backup, DateTimeOffset now, string reason, string message) =>
        backup.IsReady() ? backup.AsStillReady(now) : backup.With(now, conditions => conditions.AsStalled(reason, message));

    /// <summary>A new spec has been seen, and the copy is as that wants it.</summary>
    public static ImageBackupStatus AsStillReady(this ImageBackup backup, DateTimeOffset now) =>
        backup.With(now, conditions => conditions.AsReady(
            conditions.Find(ConditionTypes.Ready)!.Reason, conditions.Find(ConditionTypes.Ready)!.Message));

    public static ImageBackupStatus AsFailed(this ImageBackup backup, BackupFailure failure, DateTimeOffset now, double random)
    {
        var attempts = (backup.Status.Attempts ?? 0) + 1;
        TimeSpan? longest = failure.Reason == ConditionReasons.SourceNotFound ? RetryBackoff.LongestForMissing : null;
        var status = backup.With(now, conditions => failure.IsStalled
            ? conditions.AsStalled(failure.Reason, failure.Message)
            : conditions.AsReconciling(failure.Reason, failure.Message));
        return status with
        {
            Attempts = attempts,
            NextCheckTime = RetryBackoff.NextTry(attempts, now, random, failure.RetryAt, longest),
            LastCheckTime = now,
        };
    }

    /// <summary>A check of a finished copy that could not be made says nothing about the copy: it stays Ready.</summary>
    public static ImageBackupStatus AsUnchecked(this ImageBackup backup, BackupFailure failure, DateTimeOffset now, double random)
    {
        var attempts = (backup.Status.Attempts ?? 0) + 1;
        return backup.Status with { Attempts = attempts, NextCheckTime = RetryBackoff.NextTry(attempts, now, random, failure.RetryAt) };
    }

    public static ImageBackupStatus AsReady(this ImageBackup backup, DateTimeOffset now, string reason, string message) => backup.With(
        now, conditions => conditions.AsReady(reason, message)) with
    {
        LastCheckTime = now,
        Attempts = null,
    };

    public static ImageBackupStatus WithSourceMoved(
        this ImageBackupStatus status, ImageBackup backup, string? sourceDigest, DateTimeOffset now)
    {
        var conditions = ConditionSet.Of(status.Conditions, backup.Metadata.Generation, now);
        conditions = sourceDigest is null
            ? conditions.Without(ConditionTypes.SourceMoved)
            : conditions.With(
                ConditionTypes.SourceMoved,
                ConditionStatus.True,
                ConditionReasons.TagMoved,
                (status.Target?.Found is true
                    ? $"The source has {sourceDigest}; what the target had before the first copy, {status.Target.Digest}, stays. "
                    : $"The source now has {sourceDigest}; the copy stays {status.Target?.Digest}, since recopy is {backup.Spec.Recopy}. ")
                + $"To copy it anew, set the annotation {WellKnown.RecopyRequestedAtAnnotation} to a new value");
        return status with { Conditions = conditions.ToList() };
    }

    /// <summary>What a copy, or another look at the whole of it, found under the tag.</summary>
    public static ImageBackupStatus WithTargetChanged(
        this ImageBackupStatus status, ImageBackup backup, TagConflict? conflict, DateTimeOffset now)
    {
        var conditions = ConditionSet.Of(status.Conditions, backup.Metadata.Generation, now);
        conditions = conflict is null
            ? conditions.Without(ConditionTypes.TargetChanged)
            : conditions.With(
                ConditionTypes.TargetChanged,
                conflict.IsSetBack ? ConditionStatus.False : ConditionStatus.True,
                conflict.IsSetBack ? ConditionReasons.TagRestored : ConditionReasons.TagReplaced,
                conflict.Describe(backup.Spec.Target, status.Target?.Digest));
        return status with { Conditions = conditions.ToList() };
    }

    /// <summary>That a tag was set back once stays said until the next copy.</summary>
    public static ImageBackupStatus WithTargetChecked(
        this ImageBackupStatus status, ImageBackup backup, TagConflict? conflict, DateTimeOffset now) =>
        conflict is null && status.Conditions.IsFalse(ConditionTypes.TargetChanged)
            ? status
            : status.WithTargetChanged(backup, conflict, now);

    /// <summary>Whether the target let the copy be looked at: said in the message of Ready, since nothing is wrong with the copy.</summary>
    public static ImageBackupStatus WithVerified(this ImageBackupStatus status, ImageBackup backup, bool isVerified, DateTimeOffset now)
    {
        if (status.Conditions.Find(ConditionTypes.Ready) is not { Status: "True" } ready) return status;
        var message = ready.Message.Replace(NotVerified, "", StringComparison.Ordinal) + (isVerified ? "" : NotVerified);
        var conditions = ConditionSet.Of(status.Conditions, backup.Metadata.Generation, now).AsReady(ready.Reason, message);
        return status with { Conditions = conditions.ToList() };
    }

    public static BackupProgress Progress(CopySnapshot snapshot, bool complete) => new()
    {
        Percent = $"{(complete ? 100 : Percent(snapshot))}%",
        BytesTotal = snapshot.BytesTotal,
        BytesDone = snapshot.BytesDone,
        BytesTransferred = snapshot.BytesTransferred,
        BytesMounted = snapshot.BytesMounted,
        BytesReused = snapshot.BytesReused,
        BlobsTotal = snapshot.BlobsTotal,
        BlobsDone = snapshot.BlobsDone,
    };

    /// <summary>People have been told of this failure already.</summary>
    public static bool IsKnownAs(this ImageBackup backup, BackupFailure failure) =>
        backup.Status.Attempts > 0 && backup.ReadyReason() == failure.Reason;

    /// <summary>The condition says of the tag what this note says.</summary>
    public static bool IsKnownAsForeign(this ImageBackup backup, string note) =>
        backup.Status.Conditions.Find(ConditionTypes.TargetChanged) is { Status: "True" } told && told.Message == note;

    public static bool HasSourceMoved(this ImageBackup backup) =>
        backup.Status.Conditions.IsTrue(ConditionTypes.SourceMoved);

    /// <summary>The target did not let the copy be looked at.</summary>
    public static bool IsHidden(this ImageBackup backup) =>
        backup.Status.Conditions.Find(ConditionTypes.Ready)?.Message.EndsWith(NotVerified, StringComparison.Ordinal) is true;

    public static bool IsExpired(this ImageBackup backup) => backup.ReadyReason() == ConditionReasons.Expired;

    private static string? ReadyReason(this ImageBackup backup) =>
        backup.Status.Conditions.Find(ConditionTypes.Ready)?.Reason;

    public static bool IsReady(this ImageBackup backup) => BackupStateReader.Of(backup).Ready;

    private static ImageBackupStatus With(this ImageBackup backup, DateTimeOffset now, Func<ConditionSet, ConditionSet> change) =>
        backup.Status with
        {
            ObservedGeneration = backup.Metadata.Generation,
            Conditions = change(ConditionSet.Of(backup.Status.Conditions, backup.Metadata.Generation, now)).ToList(),
        };

    private static long Percent(CopySnapshot snapshot) =>
        snapshot.BytesTotal == 0 ? 0 : Math.Min(99, snapshot.BytesDone * 100 / snapshot.BytesTotal);
}
