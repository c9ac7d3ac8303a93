using ImageCloneOperator.Api;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Checks a finished copy: whether the tag has moved at its source, whether the target's tag still points to the copy, and whether all of
/// the copy is there.
/// </summary>
internal sealed class CopyVerifier(
    RegistryInspector inspector, TagRestorer tags, StatusPatcher writer, IEventRecorder events, CopyMetrics metrics, TimeProvider time)
{
    /// <summary>Most images have fewer blobs, and are looked at whole each time.</summary>
    private const int BlobsPerCheck = 64;

    /// <returns>Whether the image is to be copied again.</returns>
    public async Task<bool> RunAsync(BackupInput context, BackupEndpoints ends, NextAction next, CancellationToken cancellationToken)
    {
        try
        {
            // Source and target are asked at once. A source that cannot say keeps no foreign tag from being found.
            var asking = AskSourceAsync(context, ends, next, cancellationToken);
            var facts = context.TagFacts();
            var (there, isHidden) = await AskTargetAsync(ends, facts.Copy, cancellationToken);
            var (source, failure) = await asking;
            // Who asks for a fresh copy has to wait until its source is available.
            facts = facts with { There = there, Source = source?.Digest, IsRequested = false };
            return await ActAsync(context, ends, new Finding(next, facts, source, failure, isHidden), cancellationToken);
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

    /// <summary>A target that may be written and not read is taken to have what was written to it.</summary>
    private async Task<(Digest? There, bool IsHidden)> AskTargetAsync(
        BackupEndpoints ends, Digest? copy, CancellationToken cancellationToken)
    {
        try
        {
            return ((await inspector.ResolveAsync(ends.Target, cancellationToken))?.Digest, false);
        }
        catch (RegistryException hidden) when (hidden.IsRefusal)
        {
            return (copy, true);
        }
    }

    private async Task<(ImageState? Source, RegistryException? Failure)> AskSourceAsync(
        BackupInput context, BackupEndpoints ends, NextAction next, CancellationToken cancellationToken)
    {
        if (!next.Compare && context.Backup.IsSourceUnavailable()) return (null, null);
        try
        {
            return (await inspector.ResolveAsync(ends.Source, cancellationToken), null);
        }
        catch (RegistryException failure)
        {
            return (null, next.Compare ? failure : null);
        }
    }

    private async Task<bool> ActAsync(BackupInput context, BackupEndpoints ends, Finding found, CancellationToken cancellationToken)
    {
        var action = found.Facts.Decide();
        switch (action)
        {
            case TagAction.SetBack or TagAction.Leave:
                return !await SettleAsync(context, ends, found, action, cancellationToken);
            case TagAction.Stay when found.Failure is { } failure:
                await FailAsync(context, failure, cancellationToken);
                return false;
            case TagAction.Stay:
                if (found.Next.Verify && !found.IsHidden && !await IsWholeAsync(context, ends, found.Facts.There!.Value, cancellationToken))
                    return true;
                await StayAsync(context, found, conflict: null, cancellationToken);
                return false;
            default:
                if (found.Facts.There is null) TellMissing(context, "is no longer there");
                metrics.Checked(found.Facts.There is null ? "Missing" : "Changed");
                return true;
        }
    }

    private async Task<bool> IsWholeAsync(
        BackupInput context, BackupEndpoints ends, Digest content, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sample = new BlobSample(BlobsPerCheck, new VerifySchedule(context.Facts().AsOf(now)).Round(now));
        var parts = await inspector.VerifyAsync(TagRestorer.At(ends.Target, content), sample, cancellationToken: cancellationToken);
        if (parts is { IsWhole: true }) return true;
        metrics.Checked("Incomplete");
        TellMissing(context, parts is null ? $"lacks its manifest {content}" : $"lacks parts ({parts.Problems})");
        return false;
    }

    /// <returns>False where the copy is gone, and has to be made again.</returns>
    private async Task<bool> SettleAsync(
        BackupInput context, BackupEndpoints ends, Finding found, TagAction action, CancellationToken cancellationToken)
    {
        metrics.Checked("Foreign");
        var facts = found.Facts;
        var conflict = await tags.SettleAsync(ends.Target, facts.Copy!.Value, facts.There!.Value, action, cancellationToken);
        if (conflict is null) return false;
        var note = conflict.Describe(context.Backup.Spec.Target, facts.Copy.ToString());
        if (!context.Backup.IsKnownAsForeign(note))
            events.Record(context.Backup, EventType.Warning, EventReasons.TargetChanged, note, "Verify");
        await StayAsync(context, found, conflict, cancellationToken);
        return true;
    }

    private async Task StayAsync(BackupInput context, Finding found, TagConflict? conflict, CancellationToken cancellationToken)
    {
        var (backup, now) = (context.Backup, time.GetUtcNow());
        if (conflict is null) metrics.Checked(found.IsHidden ? "Hidden" : "Unchanged");
        var moved = backup.Spec.Recopy != RecopyMode.Always && CopyOrAdopt.HasMoved(context, found.Source, found.Facts.Copy!.Value)
            ? found.Source!.Digest.ToString()
            : null;
        var status = found.IsHidden ? backup.Status : backup.Status.WithTargetChecked(backup, conflict, now);
        status = status.WithVerified(backup, !found.IsHidden, now);
        // A source that cannot say leaves what it said before.
        if (found.Source is not null) status = status.WithSourceMoved(backup, moved, now);
        status = status with { LastCheckTime = now, Attempts = null };
        status = status with { NextCheckTime = context.NextCheckAfter(status, now) };
        await writer.WriteAsync(backup, status, cancellationToken);
        if (moved is null || backup.HasSourceMoved()) return;
        events.Record(
            backup,
            EventType.Normal,
            EventReasons.SourceMoved,
            $"{backup.Spec.Source} now is {moved}; the copy stays as it is",
            "Verify");
    }

    private void TellMissing(BackupInput context, string what) => events.Record(
        context.Backup,
        EventType.Warning,
        EventReasons.CopyMissing,
        $"{context.Backup.Spec.Target} {what}: copying {context.Backup.Spec.Source} again",
        "Verify");

    /// <summary>What source and target had.</summary>
    /// <param name="IsHidden">The target did not say.</param>
    private sealed record Finding(NextAction Next, TagFacts Facts, ImageState? Source, RegistryException? Failure, bool IsHidden);
}
