using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Backups.Inputs;

/// <summary>
/// When a finished copy is looked at again, told from its spec and status alone. The times are stretched by up to a tenth, each backup by its
/// own share, so that backups that were made together are not all checked together.
/// </summary>
internal sealed class VerifySchedule(ImageBackup backup, TimeSpan verifyInterval)
{
    private readonly double _stretch = 1 + (0.1 * ShareOf(backup));

    public static DateTimeOffset NextAfter(ImageBackup backup, ImageBackupStatus status, TimeSpan verifyInterval) =>
        new VerifySchedule(new ImageBackup { Metadata = backup.Metadata, Spec = backup.Spec, Status = status }, verifyInterval).Next;

    /// <summary>The source is to be asked whether the tag has moved.</summary>
    public bool IsCompareDue(DateTimeOffset now) => IsCompared && now >= NextCompare;

    /// <summary>The target is to be asked whether it still has the copy: the time since it was made is cut into intervals, each with one check.</summary>
    public bool IsVerifyDue(DateTimeOffset now) => Interval(now) > Interval(LastCheck);

    public DateTimeOffset Next => IsCompared && NextCompare < NextVerify ? NextCompare : NextVerify;

    /// <summary>A source that is known to be gone is not asked here as well: a dead host would hold up whoever asks.</summary>
    private bool IsCompared => backup.Spec.Recopy == RecopyMode.Always && !backup.IsSourceUnavailable();

    private DateTimeOffset Completed => backup.Status.CompletionTime ?? DateTimeOffset.UnixEpoch;

    private DateTimeOffset LastCheck => backup.Status.LastCheckTime is { } check && check > Completed ? check : Completed;

    private DateTimeOffset NextCompare => LastCheck + (backup.Spec.Interval.Value * _stretch);

    private DateTimeOffset NextVerify => Completed + ((Interval(LastCheck) + 1) * verifyInterval * _stretch);

    private long Interval(DateTimeOffset time) => (long)Math.Floor((time - Completed) / (verifyInterval * _stretch));

    /// <summary>From 0 to 1, by FNV-1a: the same on every replica and in every run, as <c>string.GetHashCode</c> is not.</summary>
    public static double ShareOf(ImageBackup backup)
    {
        var hash = 2166136261u;
        foreach (var c in backup.Metadata.Name ?? "") hash = (hash ^ c) * 16777619u;
        return hash / (double)uint.MaxValue;
    }
}
