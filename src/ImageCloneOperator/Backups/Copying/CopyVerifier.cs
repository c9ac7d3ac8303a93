using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>Checks a finished copy: whether the tag has moved at the source, and whether the copy is still at the target.</summary>
internal sealed class CopyVerifier(
    CopyOrAdopt work, RegistryInspector inspector, StatusPatcher writer, IEventRecorder events, CopyMetrics metrics, TimeProvider time)
{
    /// <returns>Whether the image is to be copied again.</returns>
    public async Task<bool> RunAsync(BackupInput context, BackupEndpoints ends, NextAction next, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            if (next.Compare && await HasChangedAsync(context, ends, cancellationToken)) return true;
            if (next.Verify) return await VerifyAsync(context, ends, now, cancellationToken);
            await StayAsync(context, context.Backup.Status, now, cancellationToken);
            return false;
        }
        catch (RegistryException failure)
        {
            await FailAsync(context, failure, cancellationToken);
            return false;
        }
    }

    /// <summary>A check that could not be made says nothing about the copy: it is made again after a while.</summary>
    public async Task FailAsync(BackupInput context, Exception error, CancellationToken cancellationToken)
    {
        var failure = BackupFailure.Of(error, context.Target);
        metrics.Checked(failure.Reason);
        await writer.WriteAsync(
            context.Backup, context.Backup.AsUnchecked(failure, time.GetUtcNow(), Random.Shared.NextDouble()), cancellationToken);
    }

    private async Task<bool> HasChangedAsync(BackupInput context, BackupEndpoints ends, CancellationToken cancellationToken)
    {
        var source = await inspector.ResolveAsync(ends.Source, cancellationToken);
        // A tag that its source no longer has is what the copy is for.
        var changed = source is not null && source.Digest.ToString() != context.Backup.Status.Source?.Digest;
        metrics.Checked(changed ? "Changed" : "Unchanged");
        return changed;
    }

    private async Task<bool> VerifyAsync(BackupInput context, BackupEndpoints ends, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var backup = context.Backup;
        if (await inspector.ResolveAsync(ends.Target, cancellationToken) is not { } there)
        {
            metrics.Checked("Missing");
            events.Record(
                backup,
                EventType.Warning,
                EventReasons.CopyMissing,
                $"{backup.Spec.Target} is no longer there: copying {backup.Spec.Source} again",
                "Verify");
            return true;
        }

        if (backup.Spec.Recopy == RecopyMode.Always && there.Digest.ToString() != backup.Status.Target?.Digest) return true;
        metrics.Checked("Unchanged");
        var source = backup.IsSourceUnavailable() ? null : await work.AskSourceAsync(ends, cancellationToken);
        var moved = backup.Spec.Recopy != RecopyMode.Always && CopyOrAdopt.HasMoved(context, source, there.Digest)
            ? source!.Digest.ToString()
            : null;
        var status = backup.Status with { Target = new TargetState { Image = backup.Spec.Target, Digest = there.Digest.ToString() } };
        // A source that cannot say leaves what it said before.
        if (source is not null) status = status.WithSourceMoved(backup, moved, now);
        await StayAsync(context, status, now, cancellationToken);
        if (moved is not null && !backup.HasSourceMoved())
        {
            events.Record(
                backup,
                EventType.Normal,
                EventReasons.SourceMoved,
                $"{backup.Spec.Source} now is {moved}; the copy stays as it is",
                "Verify");
        }

        return false;
    }

    private Task<ImageBackup> StayAsync(
        BackupInput context, ImageBackupStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        status = status with { LastCheckTime = now, Attempts = null };
        status = status with { NextCheckTime = context.NextCheckAfter(status) };
        return writer.WriteAsync(context.Backup, status, cancellationToken);
    }
}
