using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Reads from the ImageBackups how far the backup of an image is.</summary>
internal sealed class BackupStateReader(IResourceCache<ImageBackup> cache)
{
    public BackupState Of(PlannedBackup planned)
    {
        var name = ImageBackupName.For(planned.Key.Policy, planned.Key.Source.ToString());
        if (cache.Get(new EntityKey("", name)) is not { } backup) return BackupState.Pending;
        var state = Of(backup);
        // A policy whose target has changed asks for a copy elsewhere, before its backups are told.
        return state.Ready && backup.Spec.Target != planned.Target.ToString() ? state with { Ready = false } : state;
    }

    public static BackupState Of(ImageBackup backup)
    {
        // It is about the source, whatever the spec says by now.
        var state = new BackupState { SourceUnavailable = Is(backup, ConditionTypes.SourceAvailable, "False") };
        // What is said of an earlier spec is not true of this one, but for a copy that lies where this one wants it: a pull secret more, or another
        // interval, makes it no worse.
        var isCurrent = backup.Status.ObservedGeneration == backup.Metadata.Generation;
        if (backup.Metadata.DeletionTimestamp is not null || !(isCurrent || backup.Status.Target?.Image == backup.Spec.Target)) return state;
        return state with
        {
            Ready = Is(backup, ConditionTypes.Ready, "True"),
            Failed = isCurrent && Is(backup, ConditionTypes.Stalled, "True"),
            TargetDigest = Digest.TryParse(backup.Status.Target?.Digest, out var digest) ? digest : null,
        };
    }

    private static bool Is(ImageBackup backup, string type, string status) =>
        backup.Status.Conditions?.Any(condition => condition.Type == type && condition.Status == status) is true;
}
