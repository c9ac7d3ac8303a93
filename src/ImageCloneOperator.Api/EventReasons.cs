namespace ImageCloneOperator.Api;

/// <summary>The reasons of Events that are no reason of a condition.</summary>
public static class EventReasons
{
    /// <summary>Workload: an image is no valid reference.</summary>
    public const string BadImageReference = "BadImageReference";

    /// <summary>Workload: the ImageBackup of an image cannot be made.</summary>
    public const string BackupRefused = "BackupRefused";

    /// <summary>Workload and BackupPolicy: images get no ImageBackup, since their namespace has as many as the policy allows.</summary>
    public const string ImagesLeftOut = "ImagesLeftOut";

    /// <summary>Workload: its deletion waits for its images.</summary>
    public const string DeletionHeld = "DeletionHeld";

    /// <summary>Workload: the hold ended before these images were backed up.</summary>
    public const string BackupIncomplete = "BackupIncomplete";

    /// <summary>Workload: these images now are copies.</summary>
    public const string ImagesRewritten = "ImagesRewritten";

    /// <summary>Workload: these images are the original ones again.</summary>
    public const string ImagesRestored = "ImagesRestored";

    /// <summary>Workload: a policy rewrites, and leaves this workload alone.</summary>
    public const string RewriteSkipped = "RewriteSkipped";

    /// <summary>Workload: copies are not used, since the source refuses these images to its namespace.</summary>
    public const string CopyWithheld = "CopyWithheld";

    /// <summary>Workload: containers or volumes that their owner took away went.</summary>
    public const string OrphanRemoved = "OrphanRemoved";

    /// <summary>Workload: its next pods run from copies.</summary>
    public const string PodsRewritten = "PodsRewritten";

    /// <summary>Workload: its next pods run from the original images.</summary>
    public const string PodsNotRewritten = "PodsNotRewritten";

    /// <summary>Workload: another writer keeps putting the original images back.</summary>
    public const string RewriteContested = "RewriteContested";

    /// <summary>Workload, and its BackupPolicies: the API server refused the changed images, or pods with them.</summary>
    public const string RewriteRefused = "RewriteRefused";

    /// <summary>BackupPolicy: its deletion waits for workloads.</summary>
    public const string DeletionWaits = "DeletionWaits";

    /// <summary>BackupPolicy: the ImageBackup of an unused image was deleted.</summary>
    public const string Pruned = "Pruned";

    /// <summary>BackupPolicy: unused images could not be deleted, or not be proven unused.</summary>
    public const string RetentionWaits = "RetentionWaits";

    /// <summary>BackupPolicy: its catalogue could not be written to the target, or restore points not be deleted.</summary>
    public const string CatalogFailed = "CatalogFailed";

    /// <summary>ImageBackup: no workload uses it, but something in the cluster names its image or its copy.</summary>
    public const string StillUsed = "StillUsed";

    /// <summary>ImageBackup: the copy is no longer at the target.</summary>
    public const string CopyMissing = "CopyMissing";

    /// <summary>ImageBackup: another writer has put other content under the copy's tag.</summary>
    public const string TargetChanged = "TargetChanged";

    /// <summary>ImageBackup: its image could not be deleted from the target.</summary>
    public const string ImageKept = "ImageKept";

    /// <summary>ImageBackup: the source's tag has other content than the copy.</summary>
    public const string SourceMoved = "SourceMoved";
}
