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
internal sealed class SourceHealth(SourceProber checker, StatusPatcher writer, IEventRecorder events)
{
    /// <summary>Writes what a check has found, if there is anything new.</summary>
    public async Task<ImageBackup> NoteAsync(BackupInput context, CancellationToken cancellationToken)
    {
        var backup = context.Backup;
        var name = backup.Metadata.Name!;
        if (!backup.IsReady() || !context.Policy.ChecksSources || checker.FindingOf(name) is not { } finding) return backup;
        var written = await writer.WriteAsync(backup, backup.WithSourceChecked(finding, context.Policy.SourceProbe), cancellationToken);
        checker.Written(name);
        Tell(backup, written);
        return written;
    }

    /// <summary>Stops the probes of a source that no policy asks about, and takes what they found off the status.</summary>
    public async Task<ImageBackup> EndAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        await ForgetAsync(backup, cancellationToken);
        if (!backup.HasSourceChecks()) return backup;
        return await writer.WriteAsync(backup, backup.WithoutSourceChecks(), cancellationToken);
    }

    /// <summary>Starts the next check when it is due.</summary>
    /// <returns>When to look again; null where there is nothing to wait for.</returns>
    public TimeSpan? Next(BackupInput context) =>
        context.Policy.ChecksSources && context.Backup.IsReady() ? checker.Next(context) : null;

    public Task ForgetAsync(ImageBackup backup, CancellationToken cancellationToken) =>
        checker.ForgetAsync(backup.Metadata.Name!, cancellationToken);

    private void Tell(ImageBackup before, ImageBackup after)
    {
        if (before.IsSourceUnavailable() == after.IsSourceUnavailable()) return;
        var condition = after.Status.Conditions.Find(ConditionTypes.SourceAvailable)!;
        events.Record(
            after, after.IsSourceUnavailable() ? EventType.Warning : EventType.Normal, condition.Reason, condition.Message, "CheckSource");
    }
}
