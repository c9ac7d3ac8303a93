using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;

namespace ImageCloneOperator.Backups.Ownership;

/// <summary>
/// Which ImageBackups are this replica's: of all live replicas the one with the highest hash owns one. Wakes those that it gets or loses
/// when a replica comes or goes.
/// </summary>
internal sealed class OwnedBackups(IMembership membership, IResourceCache<ImageBackup> backups) : ISource<EntityKey>
{
    public bool Owns(ImageBackup backup) => membership.Owns(backup.Metadata.Name!);

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => membership.WaitForSyncAsync(cancellationToken);

    public IDisposable Subscribe(Action<EntityKey> enqueue)
    {
        var gate = new Lock();
        var before = membership.Members;
        return membership.Subscribe(() =>
        {
            lock (gate)
            {
                var now = membership.Members;
                foreach (var backup in backups.List().Where(backup => Concerns(backup.Metadata.Name!, before, now)))
                    enqueue(EntityKey.Of(backup));
                before = now;
            }
        });
    }

    private bool Concerns(string backup, MemberSet before, MemberSet now) =>
        before.OwnerOf(backup) == membership.Name != (now.OwnerOf(backup) == membership.Name);
}
