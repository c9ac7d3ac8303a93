namespace ImageCloneOperator.Api;

/// <summary>The types of condition in the status of both kinds; the first three are kstatus'.</summary>
public static class ConditionTypes
{
    /// <summary>Always there. BackupPolicy: every image is backed up that can be. ImageBackup: the target holds the image.</summary>
    public const string Ready = "Ready";

    /// <summary>There, and True, while work goes on.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>There, and True, when only a change by a person can help.</summary>
    public const string Stalled = "Stalled";

    /// <summary>ImageBackup: the tag now points elsewhere at its source, and by its recopy rule the copy stays what it was.</summary>
    public const string SourceMoved = "SourceMoved";

    /// <summary>
    /// ImageBackup: there once another writer has put other content under the copy's tag; True while the tag has it.
    /// </summary>
    public const string TargetChanged = "TargetChanged";

    /// <summary>ImageBackup: there, and True, while pods run other content under the image's name than the copy has.</summary>
    public const string RunningDiffers = "RunningDiffers";

    /// <summary>ImageBackup: whether the source can be reached, for <c>rewrite.when: SourceUnavailable</c>.</summary>
    public const string SourceAvailable = "SourceAvailable";

    /// <summary>BackupPolicy: there, and True, while images cannot be read from their sources, which only their owners can help.</summary>
    public const string ImagesFailing = "ImagesFailing";

    /// <summary>
    /// BackupPolicy: whether a restore would work, as far as it is known: each image in use has a copy that was found whole, and that
    /// serves the platforms of the cluster's nodes.
    /// </summary>
    public const string Restorable = "Restorable";

    /// <summary>
    /// BackupPolicy: there, and True, while another writer keeps putting original images back and the operator has given way.
    /// </summary>
    public const string RewriteContested = "RewriteContested";

    /// <summary>
    /// BackupPolicy: there, and True, while pods that admission refused with their copies are left to run from their sources.
    /// </summary>
    public const string RewriteRefused = "RewriteRefused";

    /// <summary>
    /// BackupPolicy: there, and True, while namespaces use images that their sources refuse them, and so get no copies of these.
    /// </summary>
    public const string CopiesWithheld = "CopiesWithheld";

    /// <summary>
    /// BackupPolicy: there, and True, while namespaces whose pods run from copies cannot be given the pull secret of the policy.
    /// </summary>
    public const string PullSecretsMissing = "PullSecretsMissing";

    /// <summary>BackupPolicy: there, and True, while a kind that it selects cannot be read as it says.</summary>
    public const string KindsUnreadable = "KindsUnreadable";
}
