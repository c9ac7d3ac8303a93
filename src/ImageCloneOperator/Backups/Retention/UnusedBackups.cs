using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>How a status keeps the time that a backup has been unused.</summary>
internal static class UnusedBackups
{
    /// <summary>Null while it is used. One that an earlier version wrote has been observed once.</summary>
    public static UnusedTime? Unused(this ImageBackup backup) => backup.Status.UnusedSince is { } since
        ? new UnusedTime(since, backup.Status.LastObservedUnused ?? since)
        : null;

    /// <summary>It was tried, failed, and has never had a copy.</summary>
    public static bool HasOnlyFailed(this ImageBackup backup) => backup.Status is { Target: null, Attempts: > 0 };

    public static ImageBackupStatus WithUnused(this ImageBackupStatus status, UnusedTime? unused) =>
        status with { UnusedSince = unused?.Since, LastObservedUnused = unused?.Observed };
}
