using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Finds the ImageBackups of a policy and an image.</summary>
internal static class BackupLookup
{
    /// <summary>The index of ImageBackups by the canonical names of their sources.</summary>
    public const string BySource = "source";

    /// <summary>The index of ImageBackups by their policies.</summary>
    public const string ByPolicy = "policy";

    /// <summary>The canonical name of the image that it copies: who makes a backup by hand may write it as in a manifest.</summary>
    public static string Source(ImageBackup backup) => ImageReference.TryParse(backup.Spec.Source, out var source, out _)
        ? new BackupKey(backup.Spec.PolicyName, source).Source.ToString()
        : backup.Spec.Source;

    public static ImageBackup? FindIn(this BackupKey key, IResourceCache<ImageBackup> backups) =>
        ImageBackupName.Find(key.Policy, key.Source.ToString(), name => backups.Get(new EntityKey("", name)));
}
