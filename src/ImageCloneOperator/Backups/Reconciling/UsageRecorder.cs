using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Retention;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Backups.Reconciling;

/// <summary>Keeps in the status of each backup who uses it, and since when nobody does.</summary>
internal sealed class UsageRecorder(BackupUsers usage, StatusPatcher writer, TimeProvider time)
{
    /// <inheritdoc cref="BackupUsers.LearnAsync"/>
    public Task<IReadOnlyList<Workload>> LearnAsync(ImageBackup backup, CancellationToken cancellationToken) =>
        usage.LearnAsync(backup, cancellationToken);

    /// <summary>Writes who uses the backup and, of a new one, that it waits for its turn: at scale each write counts.</summary>
    /// <param name="policy">Null where nothing is done for the backup: then nobody knows whether it is used.</param>
    public Task<ImageBackup> NoteAsync(
        ImageBackup backup, IReadOnlyList<Workload> users, Policy? policy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isNew = policy is not null && backup.Status.ObservedGeneration is null;
        var names = users.Select(user => user.User).Distinct().Order().ToList();
        var status = (isNew ? backup.AsPending(now) : backup.Status) with
        {
            UsedBy =
            [
                .. names.Take(WantedBackup.MaxUsedBy)
                    .Select(key => new WorkloadReference { Kind = key.Kind, Namespace = key.Namespace, Name = key.Name }),
            ],
            UsedByCount = names.Count,
        };
        var unused = policy is null || users.Count > 0 ? null
            : usage.AreKnown(policy) ? UnusedTime.Observe(backup.Unused(), now, policy.UnusedFor)
            : backup.Unused();
        return writer.WriteAsync(backup, status.WithUnused(unused), cancellationToken);
    }

    /// <summary>Whether its image is being deleted, or has been: only a new user asks for a copy again.</summary>
    public bool IsOver(ImageBackup backup, Policy policy) =>
        backup.IsExpired() && backup.Unused()?.IsOver(policy.UnusedFor, time.GetUtcNow()) is true;

    /// <returns>When the disuse of the backup is to be looked at again; null where it is used.</returns>
    public TimeSpan? NextLook(ImageBackup backup, Policy policy) => backup.Unused()?.NextLook(policy.UnusedFor) - time.GetUtcNow();
}
