namespace ImageCloneOperator.Api;

/// <summary>The reasons of conditions, for programs; each condition's message says the rest to people.</summary>
public static class ConditionReasons
{
    /// <summary>ImageBackup: the target holds the image, byte for byte.</summary>
    public const string Copied = "Copied";

    /// <summary>ImageBackup: the target had the tag before the first copy, with content that is not known to be the source's.</summary>
    public const string Adopted = "Adopted";

    /// <summary>
    /// ImageBackup: another writer has put other content under the copy's tag, the copy is gone, and the policy says to keep that. Stalled.
    /// </summary>
    public const string TargetChanged = "TargetChanged";

    /// <summary>ImageBackup: waits for its turn.</summary>
    public const string Pending = "Pending";

    /// <summary>ImageBackup: is being copied; <c>status.progress</c> says how far.</summary>
    public const string Copying = "Copying";

    /// <summary>ImageBackup: nothing has used the image for as long as the policy keeps it; it is being deleted from the target.</summary>
    public const string Expired = "Expired";

    /// <summary>ImageBackup: the source registry has no such image. Stalled.</summary>
    public const string SourceNotFound = "SourceNotFound";

    /// <summary>ImageBackup: the source registry refuses our credentials, or wants some. Stalled.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>ImageBackup: the source, or where it sends us, has an address that the operator does not connect to. Stalled.</summary>
    public const string AddressRefused = "AddressRefused";

    /// <summary>ImageBackup: the image is larger than <c>spec.limits</c> of the policy leaves room for. Stalled.</summary>
    public const string LimitReached = "LimitReached";

    /// <summary>ImageBackup: a registry asked us to wait.</summary>
    public const string RateLimited = "RateLimited";

    /// <summary>ImageBackup: the target registry refuses the push. Stalled.</summary>
    public const string TargetDenied = "TargetDenied";

    /// <summary>ImageBackup: the target has the tag with other content and does not let it be moved. Stalled.</summary>
    public const string TagImmutable = "TagImmutable";

    /// <summary>ImageBackup: what the source sent is not what its digest promises.</summary>
    public const string DigestMismatch = "DigestMismatch";

    /// <summary>Both: something passing went wrong; the message says what, and it is tried again.</summary>
    public const string RetryingAfterError = "RetryingAfterError";

    /// <summary>Both: the spec says something impossible; the message names every field. Stalled.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>BackupPolicy: a secret that the spec names is not there, or cannot be read.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>BackupPolicy: a secret is malformed, or the target registry refuses its credentials.</summary>
    public const string InvalidCredentials = "InvalidCredentials";

    /// <summary>BackupPolicy: the target registry does not answer.</summary>
    public const string TargetUnreachable = "TargetUnreachable";

    /// <summary>Both: <c>spec.suspend</c> of the policy is true.</summary>
    public const string Suspended = "Suspended";

    /// <summary>BackupPolicy: some images are not backed up yet.</summary>
    public const string Progressing = "Progressing";

    /// <summary>
    /// BackupPolicy: some images cannot be backed up until somebody acts, and all others are. Ready where these are the images' owners,
    /// else Stalled.
    /// </summary>
    public const string ImagesFailed = "ImagesFailed";

    /// <summary>BackupPolicy: every image is backed up.</summary>
    public const string AllImagesBackedUp = "AllImagesBackedUp";

    /// <summary>SourceAvailable: the source answers.</summary>
    public const string SourceReachable = "SourceReachable";

    /// <summary>SourceAvailable: the source failed as often in a row as <c>spec.rewrite.sourceCheck</c> allows.</summary>
    public const string SourceUnreachable = "SourceUnreachable";

    /// <summary>SourceMoved: the tag has other content at its source than in the backup.</summary>
    public const string TagMoved = "TagMoved";

    /// <summary>TargetChanged: the copy's tag has another writer's content, and stays so.</summary>
    public const string TagReplaced = "TagReplaced";

    /// <summary>TargetChanged: the copy's tag had another writer's content, and was set back.</summary>
    public const string TagRestored = "TagRestored";

    /// <summary>RunningDiffers: what pods run lies at the target too.</summary>
    public const string RunningCopied = "RunningCopied";

    /// <summary>RunningDiffers: the source no longer has some of what pods run, and neither has the target.</summary>
    public const string RunningGone = "RunningGone";

    /// <summary>RewriteContested: another writer of the same workloads wants the original images.</summary>
    public const string AnotherWriter = "AnotherWriter";

    /// <summary>RewriteRefused: a webhook or an admission policy of the cluster refuses pods that run from copies.</summary>
    public const string AdmissionDenied = "AdmissionDenied";

    /// <summary>Restorable: every image in use has a copy that was found whole, and that serves the cluster's nodes.</summary>
    public const string CopiesVerified = "CopiesVerified";

    /// <summary>Restorable, which is Unknown: copies could not be looked at for two intervals.</summary>
    public const string CopiesUnverified = "CopiesUnverified";

    /// <summary>Restorable, which is False: images in use have no complete copy under its tag.</summary>
    public const string CopiesMissing = "CopiesMissing";

    /// <summary>Restorable, which is False: copies do not serve a platform of the cluster's nodes that their source serves.</summary>
    public const string PlatformsMissing = "PlatformsMissing";

    /// <summary>CopiesWithheld: sources refuse images to namespaces that use them.</summary>
    public const string RefusedBySource = "RefusedBySource";

    /// <summary>PullSecretsMissing: the secret that <c>rewrite.pullSecret</c> names cannot be used.</summary>
    public const string PullSecretUnusable = "PullSecretUnusable";

    /// <summary>PullSecretsMissing: a namespace has a secret of that name that is not the operator's.</summary>
    public const string PullSecretNameTaken = "PullSecretNameTaken";

    /// <summary>PullSecretsMissing: the API server does not let the operator write it.</summary>
    public const string PullSecretRefused = "PullSecretRefused";

    /// <summary>
    /// BackupPolicy and KindsUnreadable: the operator may not read a kind that the policy selects, so that nobody knows its images.
    /// Stalled.
    /// </summary>
    public const string KindForbidden = "KindForbidden";

    /// <summary>KindsUnreadable: the cluster does not have a kind that the policy selects; it is watched once it is installed.</summary>
    public const string KindNotServed = "KindNotServed";

    /// <summary>KindsUnreadable: another policy describes the same resource otherwise, and comes first by name.</summary>
    public const string KindConflict = "KindConflict";
}
