namespace ImageCloneOperator.Api;

/// <summary>Every name that the operator puts, or reads, on objects of the cluster.</summary>
public static class WellKnown
{
    /// <summary>Annotation that opts a workload or a whole namespace out, with the value <c>true</c>.</summary>
    public const string SkipAnnotation = ApiGroup.Name + "/skip";

    /// <summary>Annotation with the images before rewriting: JSON, from container to image.</summary>
    public const string OriginalImagesAnnotation = ApiGroup.Name + "/original-images";

    /// <summary>
    /// Annotation on a workload whose images another writer kept putting back: JSON, when the operator gave way, and to whom.
    /// </summary>
    public const string RewriteContestedAnnotation = ApiGroup.Name + "/rewrite-contested";

    /// <summary>Annotation on an ImageBackup or a BackupPolicy that asks, with any new value, for a fresh copy now.</summary>
    public const string RecopyRequestedAtAnnotation = ApiGroup.Name + "/recopy-requested-at";

    /// <summary>Label on an ImageBackup: the name of its policy.</summary>
    public const string PolicyLabel = ApiGroup.Name + "/policy";

    /// <summary>Label on a pull secret that the operator keeps: the name of its policy.</summary>
    public const string PullSecretLabel = ApiGroup.Name + "/pull-secret-of";

    /// <summary>Label on the Lease of each replica that takes part in copying.</summary>
    public const string MemberLabel = ApiGroup.Name + "/member";

    /// <summary>
    /// Annotation on the Lease of a replica: the registries that have asked it to wait, as <c>host=time</c>, with commas between.
    /// </summary>
    public const string PausedHostsAnnotation = ApiGroup.Name + "/paused-hosts";

    /// <summary>Finalizer on a workload whose images are not backed up yet.</summary>
    public const string BackupProtectionFinalizer = ApiGroup.Name + "/backup-protection";

    /// <summary>Finalizer on a BackupPolicy: takes back what the policy put on other objects.</summary>
    public const string PolicyCleanupFinalizer = ApiGroup.Name + "/policy-cleanup";

    /// <summary>Finalizer that earlier versions put on ImageBackups; it is taken off wherever it is found.</summary>
    public const string CopyFinalizer = ApiGroup.Name + "/copy";

    /// <summary>Who the operator is in <c>managedFields</c> and in events.</summary>
    public const string FieldManager = "image-clone-operator";

    /// <summary>The namespace that the manifests in config/ install the operator in.</summary>
    public const string OperatorNamespace = "image-clone-system";

    public const string OperatorServiceAccount = "image-clone-operator";
}
