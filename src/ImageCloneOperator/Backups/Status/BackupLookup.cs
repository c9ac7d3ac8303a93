using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Finds the ImageBackup of a policy and an image.</summary>
internal static class BackupLookup
{
    public static ImageBackup? FindIn(this BackupKey key, IResourceCache<ImageBackup> backups) =>
        ImageBackupName.Find(key.Policy, key.Source.ToString(), name => backups.Get(new EntityKey("", name)));
}
