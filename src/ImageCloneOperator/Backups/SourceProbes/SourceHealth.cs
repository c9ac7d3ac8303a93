using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Events;

namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>
/// Has the sources of backups checked whose policy asks for it, and brings what is found into their status. For the backups' controller
/// alone.
/// </summary>
internal sealed class SourceHealth(SourceProber checker, StatusPatcher writer, IEventRecorder events) : IBackupKeeper
{
    public async Task<ImageBackup> NoteAsync(BackupInput input, CancellationToken cancellationToken)
    {
        var backup = input.Backup;
        var name = backup.Metadata.Name!;
        if (!input.Policy.ChecksSources) return await EndAsync(backup, cancellationToken);
        if (!backup.IsReady() || checker.FindingOf(name) is not { } finding) return backup;
        var written = await writer.WriteAsync(backup, backup.WithSourceChecked(finding, input.Policy.SourceProbe), cancellationToken);
        checker.Written(name);
        Tell(backup, written);
        return written;
    }

    /// <summary>Stops the probes of a source that no policy asks about, and takes what they found off the status.</summary>
    public async Task<ImageBackup> EndAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        await ForgetAsync(backup.Metadata.Name!, cancellationToken);
        if (!backup.HasSourceChecks()) return backup;
        return await writer.WriteAsync(backup, backup.WithoutSourceChecks(), cancellationToken);
    }

    public TimeSpan? Next(BackupInput input) => input.Policy.ChecksSources && input.Backup.IsReady() ? checker.Next(input) : null;

    public Task ForgetAsync(string backup, CancellationToken cancellationToken) => checker.ForgetAsync(backup, cancellationToken);

    private void Tell(ImageBackup before, ImageBackup after)
    {
        if (before.IsSourceUnavailable() == after.IsSourceUnavailable()) return;
        var condition = after.Status.Conditions.Find(ConditionTypes.SourceAvailable)!;
        events.Record(
            after, after.IsSourceUnavailable() ? EventType.Warning : EventType.Normal, condition.Reason, condition.Message, "CheckSource");
    }
}
