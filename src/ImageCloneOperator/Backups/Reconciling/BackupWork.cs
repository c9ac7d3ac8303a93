using System.Collections.Concurrent;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Copying;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Backups.Reconciling;

/// <summary>Has done in the background what <see cref="NextAction"/> decides, for one version of each backup at a time.</summary>
internal sealed class BackupWork(BackgroundTasks tasks, BackupRunner runner, StatusPatcher writer, TimeProvider time)
{
    /// <summary>What each backup was last tried with: a change is a reason to try at once.</summary>
    private readonly ConcurrentDictionary<string, AttemptInputs> _triedWith = new(StringComparer.Ordinal);

    public bool IsRunning(ImageBackup backup) => tasks.VersionOf(backup.Metadata.Name!) is not null;

    /// <summary>Starts what is due, after it has stopped what runs for an earlier version.</summary>
    /// <returns>The backup as it is then, and when to look again; null where the end of what runs is told.</returns>
    public async Task<(ImageBackup Backup, TimeSpan? Next)> AdvanceAsync(BackupInput input, CancellationToken cancellationToken)
    {
        var name = input.Backup.Metadata.Name!;
        if (tasks.VersionOf(name) is { } working)
        {
            if (working == input.Version) return (input.Backup, null);
            await tasks.CancelAsync(name, cancellationToken);
        }

        if (input.Backup.IsReady() && input.Backup.Status.ObservedGeneration != input.Backup.Metadata.Generation)
            input = input with { Backup = await StayReadyAsync(input, cancellationToken) };
        var now = time.GetUtcNow();
        var hasChanged = _triedWith.TryGetValue(name, out var before) && before != input.Attempt;
        var next = NextAction.For(input.Facts(hasChanged), now);
        if (next.Action == BackupAction.Wait) return (input.Backup, next.Until - now);
        _triedWith[name] = input.Attempt;
        return (input.Backup, tasks.StartOrRetry(name, input.Version, token => runner.RunAsync(input, next, token)));
    }

    /// <summary>Stops what runs, and says why nothing is done.</summary>
    public async Task<ImageBackup> BlockAsync(ImageBackup backup, BackupObstacle obstacle, CancellationToken cancellationToken)
    {
        await StopAsync(backup, cancellationToken);
        return await writer.WriteAsync(
            backup, backup.AsBlocked(time.GetUtcNow(), obstacle.Reason, obstacle.Message), cancellationToken);
    }

    public Task StopAsync(ImageBackup backup, CancellationToken cancellationToken) =>
        tasks.CancelAsync(backup.Metadata.Name!, cancellationToken);

    /// <summary>Stops what runs for a backup that is gone, or another replica's.</summary>
    public async Task ForgetAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        await StopAsync(backup, cancellationToken);
        _triedWith.TryRemove(backup.Metadata.Name!, out _);
    }

    private Task<ImageBackup> StayReadyAsync(BackupInput input, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = input.Backup.AsStillReady(now);
        status = status with { NextCheckTime = input.NextCheckAfter(status, now) };
        return writer.WriteAsync(input.Backup, status, cancellationToken);
    }
}
