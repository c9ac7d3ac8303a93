using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Secrets;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups;

/// <summary>One try to bring a backup to Ready, told in its status from the first step to the last.</summary>
internal sealed partial class BackupJob(
    BackupWork work,
    RegistryAccess access,
    SecretReader secrets,
    BackupStatusWriter writer,
    PreviousDigests previous,
    IEventRecorder events,
    CopyMetrics metrics,
    TimeProvider time,
    ILogger<BackupJob> logger)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    public async Task RunAsync(BackupContext context, CancellationToken cancellationToken)
    {
        var progress = new Registry.Copying.CopyProgress();
        var begun = time.GetTimestamp();
        var result = "Cancelled";
        metrics.Began();
        Log.Starting(logger, context.Backup.Spec.Source, context.Backup.Spec.Target);
        try
        {
            result = await TryAsync(context, progress, cancellationToken);
        }
        finally
        {
            metrics.Ended(result, time.GetElapsedTime(begun), progress.Snapshot());
        }
    }

    private async Task<string> TryAsync(BackupContext context, Registry.Copying.CopyProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var ends = await context.EndpointsAsync(access, cancellationToken);
            var (outcome, backup) = await WatchedAsync(context, ends, progress, cancellationToken);
            return await SucceedAsync(context with { Backup = backup }, ends, outcome, progress.Snapshot(), cancellationToken);
        }
        catch (Exception error) when (error is RegistryException or AccessException)
        {
            return await FailAsync(context, error, cancellationToken);
        }
    }

    /// <summary>
    /// Copies, and writes how far the copy is while it goes on. A retry says that it copies only once there is something to copy: what has failed
    /// stays failed for those who read the status until it goes better.
    /// </summary>
    private async Task<(BackupResult Result, ImageBackup Backup)> WatchedAsync(
        BackupContext context, BackupEndpoints ends, Registry.Copying.CopyProgress progress, CancellationToken cancellationToken)
    {
        var backup = context.Backup.Status.Attempts > 0 ? context.Backup : await AnnounceAsync(context.Backup, cancellationToken);
        var copy = work.RunAsync(context, ends, progress, cancellationToken);
        // The copy ends by itself when it is cancelled, and nothing may go on while it still runs.
        while (await Task.WhenAny(copy, Task.Delay(ProgressInterval, time, CancellationToken.None)) != copy)
        {
            var snapshot = progress.Snapshot();
            if (snapshot.BlobsTotal > 0) backup = await TellProgressAsync(backup, snapshot, cancellationToken);
        }

        return (await copy, backup);
    }

    /// <summary>A copy is worth more than the news of it: it goes on while the API server is away.</summary>
    private async Task<ImageBackup> TellProgressAsync(ImageBackup backup, CopySnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            if (!backup.IsCopying()) backup = await AnnounceAsync(backup, cancellationToken);
            return await writer.WriteAsync(backup, backup.Status with { Progress = BackupStatuses.Progress(snapshot, complete: false) }, cancellationToken);
        }
        catch (Exception error) when (error is KubernetesException or OperationCanceledException)
        {
            return backup;
        }
    }

    private Task<ImageBackup> AnnounceAsync(ImageBackup backup, CancellationToken cancellationToken) =>
        writer.WriteAsync(backup, backup.AsCopying(time.GetUtcNow()), cancellationToken);

    private async Task<string> SucceedAsync(
        BackupContext context, BackupEndpoints ends, BackupResult result, CopySnapshot progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var backup = context.Backup;
        var status = backup.AsReady(now, $"{backup.Spec.Target} has {result.Target}") with
        {
            Source = result.Source is { } source ? (backup.Status.Source ?? new()) with { Digest = source.Digest.ToString(), MediaType = source.MediaType } : backup.Status.Source,
            Target = new TargetState { Digest = result.Target.ToString() },
            CompletionTime = now,
            LastHandledRecopyAt = context.RecopyRequest ?? backup.Status.LastHandledRecopyAt,
            Progress = BackupStatuses.Progress(progress, complete: true),
            PreviousDigests = await previous.KeepAsync(backup, ends, result.Previous, cancellationToken),
        };
        if (result.Description is { } description)
        {
            status = status with
            {
                Platforms = [.. description.Platforms.Select(platform => platform.ToString())],
                SizeBytes = description.SizeBytes,
                Size = Sizes.Format(description.SizeBytes),
            };
        }

        status = status.WithSourceMoved(backup, result.SourceMoved ? result.Source!.Digest.ToString() : null, now);
        status = status with { NextCheckTime = CheckSchedule.NextAfter(backup, status, context.Policy.Spec.VerifyInterval.Value) };
        await writer.WriteAsync(backup, status, cancellationToken);
        Tell(backup, result);
        Log.Finished(logger, backup.Spec.Source, backup.Spec.Target, result.Copied ? "copied" : "was there", progress.BytesTransferred);
        return result.Copied ? "Copied" : "UpToDate";
    }

    private async Task<string> FailAsync(BackupContext context, Exception error, CancellationToken cancellationToken)
    {
        var backup = context.Backup;
        // A secret that was read a minute ago may have been corrected since.
        secrets.Forget();
        var failure = BackupFailure.Of(error, context.Target);
        var known = backup.IsKnownAs(failure);
        await writer.WriteAsync(backup, backup.AsFailed(failure, time.GetUtcNow(), Random.Shared.NextDouble()), cancellationToken);
        if (!known) events.Record(backup, EventType.Warning, failure.Reason, failure.Message, "Copy");
        Log.Failed(logger, backup.Spec.Source, failure.Reason, failure.Message);
        return failure.Reason;
    }

    private void Tell(ImageBackup backup, BackupResult result)
    {
        if (result.Copied) events.Record(backup, EventType.Normal, Api.ConditionReasons.Copied, $"Copied {backup.Spec.Source} to {backup.Spec.Target}", "Copy");
        if (result.SourceMoved) events.Record(backup, EventType.Normal, Api.ConditionTypes.SourceMoved, $"{backup.Spec.Source} now is {result.Source!.Digest}; the copy stays {result.Target}", "Compare");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Starting cloning process: {Image} to {Target}")]
        public static partial void Starting(ILogger logger, string image, string target);

        [LoggerMessage(Level = LogLevel.Information, Message = "Cloning process successfully finished: {Image} to {Target}, {Outcome}, {Bytes} bytes sent")]
        public static partial void Finished(ILogger logger, string image, string target, string outcome, long bytes);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Cloning process failed: {Image}: {Reason}: {Explanation}")]
        public static partial void Failed(ILogger logger, string image, string reason, string explanation);
    }
}
