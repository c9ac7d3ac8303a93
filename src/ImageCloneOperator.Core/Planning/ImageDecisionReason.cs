namespace ImageCloneOperator.Core.Planning;

/// <summary>Why a policy does, or does not, back up an image; the first that applies.</summary>
public enum ImageDecisionReason
{
    BackedUp,
    PolicySuspended,
    NamespaceUntouched,
    NamespaceOptedOut,
    WorkloadOptedOut,
    NamespaceNotSelected,
    KindNotSelected,
    WorkloadNotSelected,
    BadReference,
    AlreadyInBackupRegistry,
    Excluded,
    NotIncluded,
    NeverCopied,
}
