using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Core.Retention;

/// <summary>All that decides whether a backup, and what it has at the target, may go: read afresh, not from caches alone.</summary>
public sealed record RetentionInput
{
    public required BackupClaim Backup { get; init; }

    /// <summary>For how long it has been seen unused; null where it is used.</summary>
    public UnusedTime? Unused { get; init; }

    /// <summary>The backup, its policy or the kind of either is being deleted: then nothing is ours to decide.</summary>
    public bool BeingDeleted { get; init; }

    /// <summary>Null where it is gone or invalid.</summary>
    public Policy? Policy { get; init; }

    /// <summary>
    /// Every image that a template, a revision or a pod names; null where nobody has read them, and nothing at a target goes.
    /// </summary>
    public ImageUses? Uses { get; init; }

    /// <summary>A workload that names the image now, though it may have come after <see cref="Uses"/> was read.</summary>
    public ImageUser? Workload { get; init; }

    /// <summary>All ImageBackups, whoever made them; the one to decide upon may be among them.</summary>
    public required IReadOnlyCollection<BackupClaim> Backups { get; init; }

    /// <summary>
    /// What the catalogues of other clusters at the policy's target name; null where nobody has read them, and nothing at the target goes.
    /// </summary>
    public IReadOnlyCollection<BackupClaim>? OtherClusters { get; init; }

    public required DateTimeOffset Now { get; init; }
}
