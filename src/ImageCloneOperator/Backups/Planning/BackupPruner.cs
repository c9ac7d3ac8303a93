using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Backups.Planning;

/// <summary>
/// Deletes the ImageBackups that no workload has used for as long as the policy keeps them. Those that a person made stay.
/// </summary>
internal sealed class BackupPruner(IKubernetesClient client, IEventRecorder events, TimeProvider time)
{
    /// <returns>When the next one is due, from now; null where none is unused.</returns>
    public async Task<TimeSpan?> PruneAsync(
        BackupPolicy policy, TimeSpan unusedFor, IEnumerable<ImageBackup> backups, CancellationToken cancellationToken)
    {
        TimeSpan? next = null;
        foreach (var backup in backups.Where(backup => IsOurs(backup, policy) && backup.Status.UnusedSince is not null))
        {
            var left = backup.Status.UnusedSince!.Value + unusedFor - time.GetUtcNow();
            if (left <= TimeSpan.Zero) await DeleteAsync(backup, policy, unusedFor, cancellationToken);
            else if (next is null || left < next) next = left;
        }

        return next;
    }

    private static bool IsOurs(ImageBackup backup, BackupPolicy policy) =>
        backup.Metadata.DeletionTimestamp is null
        && backup.Metadata.OwnerReferences?.Exists(owner => owner.Uid == policy.Metadata.Uid) is true;

    private async Task DeleteAsync(ImageBackup backup, BackupPolicy policy, TimeSpan unusedFor, CancellationToken cancellationToken)
    {
        // Not if it has changed since: a workload may have come that uses it.
        var options = new DeleteOptions { Uid = backup.Metadata.Uid, ResourceVersion = backup.Metadata.ResourceVersion };
        await client.DeleteAsync<ImageBackup>(backup.Metadata.Name!, @namespace: null, options, cancellationToken);
        events.Record(
            policy,
            EventType.Normal,
            EventReasons.Pruned,
            $"{backup.Spec.Source} has not been used for {new Duration(unusedFor)}: its ImageBackup was deleted",
            "Prune");
    }
}
