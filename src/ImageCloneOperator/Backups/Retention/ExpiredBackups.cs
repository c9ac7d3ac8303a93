using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>
/// Carries out what <see cref="RetentionDecision"/> says: nothing else deletes anything at a target. The image goes first, then its
/// ImageBackup, and before both the status no longer says Ready: whoever comes to use the image in between gets a fresh copy.
/// </summary>
internal sealed partial class ExpiredBackups(
    IKubernetesClient client,
    TargetTags target,
    BackgroundTasks tasks,
    StatusPatcher patcher,
    IEventRecorder events,
    TimeProvider time,
    ILogger<ExpiredBackups> logger)
{
    /// <summary>
    /// Does what is decided about the backup as it was just read; a backup that has changed since is left for the next time.
    /// </summary>
    /// <inheritdoc cref="TargetTags.DeleteAsync" path="/exception"/>
    public async Task ApplyAsync(RetentionCase item, CancellationToken cancellationToken)
    {
        var decision = RetentionDecision.For(item.Input);
        if (decision.Expired) await ExpireAsync(item, decision, cancellationToken);
        else if (decision.User is { } user) await RestartAsync(item, user, cancellationToken);
        else Log.Waits(logger, item.Backup.Metadata.Name!, decision.Reason);
    }

    /// <summary>Gives up the anchors of earlier digests beyond the number that the tag rule keeps.</summary>
    /// <inheritdoc cref="TargetTags.DeleteAsync" path="/exception"/>
    public async Task TrimAsync(RetentionCase item, CancellationToken cancellationToken)
    {
        if (item.Input.Policy is not { } policy) return;
        var surplus = RetentionDecision.Surplus(item.Input, policy.TagRules.For(item.Input.Backup.Source).KeepPrevious);
        if (surplus.Count == 0) return;
        foreach (var tag in surplus)
        {
            // An anchor that a registry does not delete stays there, and is no longer spoken of.
            if (await target.DeleteAsync(policy, tag, cancellationToken) is { } reason) Log.Stays(logger, tag.Tag, reason);
        }

        var given = surplus.Select(tag => tag.Digest.ToString()).ToHashSet(StringComparer.Ordinal);
        List<string> left = [.. item.Backup.Status.PreviousDigests!.Where(digest => !given.Contains(digest))];
        await patcher.TryWriteAsync(
            item.Backup, item.Backup.Status with { PreviousDigests = left.Count == 0 ? null : left }, cancellationToken);
    }

    private async Task ExpireAsync(RetentionCase item, RetentionDecision decision, CancellationToken cancellationToken)
    {
        var backup = item.Backup;
        await tasks.CancelAsync(backup.Metadata.Name!, cancellationToken);
        if (decision.Tags.Count > 0)
        {
            var claimed = await patcher.TryWriteAsync(backup, backup.AsExpired(time.GetUtcNow()), cancellationToken);
            if (claimed is null) return;
            backup = claimed;
        }

        var kept = decision.Reason;
        foreach (var tag in decision.Tags)
        {
            if (await target.DeleteAsync(item.Input.Policy!, tag, cancellationToken) is not { } reason) Log.Deleted(logger, tag.Tag);
            else if (tag.Tag == item.Input.Backup.Target) kept = reason;
        }

        await ForgetAsync(item, backup, kept, cancellationToken);
    }

    private async Task ForgetAsync(RetentionCase item, ImageBackup backup, string kept, CancellationToken cancellationToken)
    {
        try
        {
            var options = new V1DeleteOptions
            {
                Preconditions = new() { Uid = backup.Metadata.Uid, ResourceVersion = backup.Metadata.ResourceVersion },
            };
            await client.DeleteAsync<ImageBackup>(backup.Metadata.Name!, @namespace: null, options, cancellationToken);
        }
        catch (KubernetesApiException changed) when (changed.IsConflict)
        {
            // Somebody has come to use it. It is not Ready, so that the image is copied again.
            return;
        }

        var text = item.Input.Backup.HasOnlyFailed
            ? $"{backup.Spec.Source} is used no more, and could never be copied: its ImageBackup was deleted"
            : $"{backup.Spec.Source} has not been used for {new Duration(item.Input.Policy!.UnusedFor)}: its ImageBackup was deleted";
        events.Record(item.Policy, EventType.Normal, EventReasons.Pruned, text, "Prune");
        if (kept.Length == 0) return;
        events.Record(backup, EventType.Warning, EventReasons.ImageKept, $"{backup.Spec.Target} stays at the target: {kept}", "Delete");
    }

    /// <summary>Used by something that is no user of the backup: the time begins anew.</summary>
    private async Task RestartAsync(RetentionCase item, ImageUser user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = item.Backup.Status.WithUnused(new UnusedTime(now, now));
        if (await patcher.TryWriteAsync(item.Backup, status, cancellationToken) is null) return;
        events.Record(
            item.Backup,
            EventType.Normal,
            EventReasons.StillUsed,
            $"{item.Backup.Spec.Target} stays: {user} names the image or its copy. The time of spec.retention.unusedFor begins anew",
            "Prune");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Tag} at the target: nothing uses it")]
        public static partial void Deleted(ILogger logger, ImageReference tag);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Tag} stays at the target: {Reason}")]
        public static partial void Stays(ILogger logger, ImageReference tag, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "ImageBackup {Backup} stays: {Reason}")]
        public static partial void Waits(ILogger logger, string backup, string reason);
    }
}
