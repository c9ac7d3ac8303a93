using System.Diagnostics;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Observability;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>One try to bring a backup to Ready, told in its status from the first step to the last.</summary>
internal sealed partial class CopyAttempt(
    CopyOrAdopt work,
    SecretCache secrets,
    StatusPatcher writer,
    IEventRecorder events,
    CopyMetrics metrics,
    TimeProvider time,
    ILogger<CopyAttempt> logger)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    /// <summary>A copy that takes no longer is told of once it is done: nobody would have read that it goes on.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(BackupInput context, BackupEndpoints ends, CancellationToken cancellationToken)
    {
        using var span = OperatorTracing.Source.StartActivity("copy image");
        span?.SetTag("name", context.Backup.Metadata.Name)
            .SetTag("source", context.Backup.Spec.Source).SetTag("target", context.Backup.Spec.Target);
        var attempt = new Attempt(context, time.GetUtcNow()) { Span = span };
        var begun = time.GetTimestamp();
        var result = "Cancelled";
        metrics.Began();
        Log.Starting(logger, context.Backup.Spec.Source, context.Backup.Spec.Target);
        try
        {
            result = await TryAsync(attempt, ends, cancellationToken);
        }
        finally
        {
            var progress = attempt.Progress.Snapshot();
            metrics.Ended(result, time.GetElapsedTime(begun), progress);
            span?.SetTag("result", result).SetTag("bytes.transferred", progress.BytesTransferred)
                .SetTag("bytes.mounted", progress.BytesMounted).SetTag("bytes.reused", progress.BytesReused);
        }
    }

    /// <summary>It was not even begun, and why.</summary>
    public async Task RefuseAsync(BackupInput context, Exception error, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(context, time.GetUtcNow());
        metrics.Began();
        metrics.Ended(await FailAsync(attempt, error, cancellationToken), TimeSpan.Zero, attempt.Progress.Snapshot());
    }

    private async Task<string> TryAsync(Attempt attempt, BackupEndpoints ends, CancellationToken cancellationToken)
    {
        try
        {
            return await SucceedAsync(attempt, ends, await WatchedAsync(attempt, ends, cancellationToken), cancellationToken);
        }
        catch (Exception error) when (BackupFailure.IsTold(error, cancellationToken))
        {
            return await FailAsync(attempt, error, cancellationToken);
        }
    }

    /// <summary>
    /// Copies, and writes how far the copy is while it goes on. A retry says that it copies only once there is something to copy: what has
    /// failed stays failed for those who read the status until it goes better.
    /// </summary>
    private async Task<BackupResult> WatchedAsync(Attempt attempt, BackupEndpoints ends, CancellationToken cancellationToken)
    {
        var copy = work.RunAsync(attempt.Context, ends, attempt.Progress, cancellationToken);
        // The copy ends by itself when it is cancelled, and nothing may go on while it still runs.
        for (var wait =
            WorthTelling; await Task.WhenAny(copy, Task.Delay(wait, time, CancellationToken.None)) != copy; wait = ProgressInterval)
        {
            var snapshot = attempt.Progress.Snapshot();
            if (snapshot.BlobsTotal > 0 || !attempt.IsRetry) await TellProgressAsync(attempt, snapshot, cancellationToken);
        }

        return await copy;
    }

    /// <summary>A copy is worth more than the news of it: it goes on while the API server is away.</summary>
    private async Task TellProgressAsync(Attempt attempt, CopySnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            attempt.Backup = await writer.WriteAsync(
                attempt.Backup, attempt.Backup.AsCopying(time.GetUtcNow(), attempt.Begun, snapshot), cancellationToken);
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            // The next one tells it, or the end.
        }
    }

    private async Task<string> SucceedAsync(Attempt attempt, BackupEndpoints ends, BackupResult result, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (context, backup) = (attempt.Context, attempt.Backup);
        var progress = attempt.Progress.Snapshot();
        var status = backup.AsReady(
            now, result.IsFound ? ConditionReasons.Adopted : ConditionReasons.Copied, Describe(backup, result)) with
        {
            Source = result.Source is { } source
                ? (backup.Status.Source ?? new()) with { Digest = source.Digest.ToString(), MediaType = source.MediaType }
                : backup.Status.Source,
            Target = new TargetState
            {
                Image = backup.Spec.Target,
                Digest = result.Target.ToString(),
                Found = result.IsFound ? true : null,
            },
            Access = result.Access ?? backup.Status.Access,
            StartTime = attempt.Begun,
            CompletionTime = now,
            LastHandledRecopyAt = context.Attempt.Recopy.Value ?? backup.Status.LastHandledRecopyAt,
            Progress = BackupStatusTransitions.Progress(progress, complete: true),
            // Compared with another copy, or looked for elsewhere, they are not known any more.
            RunningDigests = IsSameCopy(backup, result) ? backup.Status.RunningDigests : null,
            PreviousDigests = PreviousDigests.After(backup.Status.PreviousDigests, result.Previous, ends.Rule.KeepPrevious),
        };
        if (result.Description is { } description)
        {
            status = status with
            {
                Platforms = [.. description.Platforms.Select(platform => platform.ToString())],
                SizeBytes = description.SizeBytes,
                Size = ByteText.Of(description.SizeBytes),
            };
        }

        status = status.WithSourceMoved(backup, result.SourceMoved ? result.Source!.Digest.ToString() : null, now);
        status = status.WithTargetChanged(backup, result.Conflict, now);
        status = status with { NextCheckTime = context.NextCheckAfter(status, now) };
        await writer.WriteAsync(backup, status, cancellationToken);
        Tell(backup, result);
        foreach (var warning in result.Warnings) Log.Incomplete(logger, backup.Spec.Source, warning);
        Log.Finished(logger, backup.Spec.Source, backup.Spec.Target, result.Copied ? "copied" : "was there", progress.BytesTransferred);
        return result.Copied ? "Copied" : "UpToDate";
    }

    private static bool IsSameCopy(ImageBackup backup, BackupResult result) =>
        backup.Status.Target?.Image == backup.Spec.Target && backup.Status.Target.Digest == result.Target.ToString();

    private static string Describe(ImageBackup backup, BackupResult result)
    {
        var found = result.IsFound ? ", which was there before the first copy and stays" : "";
        return string.Join("; ", [$"{backup.Spec.Target} has {result.Target}{found}", .. result.Warnings]);
    }

    private async Task<string> FailAsync(Attempt attempt, Exception error, CancellationToken cancellationToken)
    {
        var backup = attempt.Backup;
        // A secret that was read a minute ago may have been corrected since.
        secrets.Forget();
        var failure = BackupFailure.Of(error, attempt.Context.Target);
        attempt.Span?.SetStatus(ActivityStatusCode.Error, failure.Message);
        var known = attempt.Context.Backup.IsKnownAs(failure);
        await writer.WriteAsync(backup, backup.AsFailed(failure, time.GetUtcNow(), Random.Shared.NextDouble()), cancellationToken);
        if (!known) events.Record(backup, EventType.Warning, failure.Reason, failure.Message, "Copy");
        Log.Failed(logger, backup.Spec.Source, failure.Reason, (error as RegistryException)?.Withheld ?? failure.Message);
        if (failure.IsUnexpected && !known) Log.Unexpected(logger, backup.Spec.Source, error.GetType().Name, error.StackTrace);
        return failure.Reason;
    }

    private void Tell(ImageBackup backup, BackupResult result)
    {
        if (result.Copied)
        {
            events.Record(
                backup, EventType.Normal, ConditionReasons.Copied, $"Copied {backup.Spec.Source} to {backup.Spec.Target}", "Copy");
        }

        if (result.Conflict is { } conflict)
        {
            events.Record(
                backup,
                EventType.Warning,
                EventReasons.TargetChanged,
                conflict.Describe(backup.Spec.Target, result.Target.ToString()),
                "Copy");
        }

        if (result.SourceMoved)
        {
            events.Record(
                backup,
                EventType.Normal,
                EventReasons.SourceMoved,
                $"{backup.Spec.Source} now is {result.Source!.Digest}; the copy stays {result.Target}",
                "Compare");
        }
    }

    /// <summary>One try, and how far it is.</summary>
    private sealed class Attempt(BackupInput context, DateTimeOffset begun)
    {
        public BackupInput Context => context;

        public DateTimeOffset Begun => begun;

        public bool IsRetry => context.Backup.Status.Attempts > 0;

        /// <summary>Null where nobody collects traces.</summary>
        public Activity? Span { get; init; }

        public CopyProgress Progress { get; } = new();

        /// <summary>As it was last written: what a try has told of itself its end must take back.</summary>
        public ImageBackup Backup { get; set; } = context.Backup;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The copy of {Image} may be incomplete: {Warning}")]
        public static partial void Incomplete(ILogger logger, string image, string warning);

        [LoggerMessage(Level = LogLevel.Information, Message = "Starting cloning process: {Image} to {Target}")]
        public static partial void Starting(ILogger logger, string image, string target);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "Cloning process successfully finished: {Image} to {Target}, {Outcome}, {Bytes} bytes sent")]
        public static partial void Finished(ILogger logger, string image, string target, string outcome, long bytes);

        [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected while {Image} was copied: {Exception}\n{Stack}")]
        public static partial void Unexpected(ILogger logger, string image, string exception, string? stack);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Cloning process failed: {Image}: {Reason}: {Explanation}")]
        public static partial void Failed(ILogger logger, string image, string reason, string explanation);
    }
}
