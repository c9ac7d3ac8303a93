using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Backups.Inputs;

/// <summary>
/// Keeps true one part of the status of ready backups, beside the copy itself: it asks in the background, and is told to write what it
/// found whenever the backup is looked at.
/// </summary>
internal interface IBackupKeeper
{
    /// <summary>Writes what was found since the last look, if anything is new.</summary>
    Task<ImageBackup> NoteAsync(BackupInput input, CancellationToken cancellationToken);

    /// <summary>Starts what is due.</summary>
    /// <returns>When to look again; null where there is nothing to wait for, or the end of what runs is told.</returns>
    TimeSpan? Next(BackupInput input);

    /// <summary>Stops what runs for a backup that is gone, or another replica's.</summary>
    Task ForgetAsync(string backup, CancellationToken cancellationToken);

    /// <summary>
    /// Stops what runs for a backup without a valid policy, and takes off its status what is true only while it is asked for.
    /// </summary>
    async Task<ImageBackup> EndAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        await ForgetAsync(backup.Metadata.Name!, cancellationToken);
        return backup;
    }
}
