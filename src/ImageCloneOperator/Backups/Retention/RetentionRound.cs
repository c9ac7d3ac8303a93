using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>What the deletions of a short while share.</summary>
/// <param name="Uses">Every image that the cluster names; null where that was not read.</param>
/// <param name="Backups">What all ImageBackups have at their targets.</param>
/// <param name="Begun">The timestamp before the first of it was read.</param>
internal sealed record RetentionRound(ImageUses? Uses, IReadOnlyCollection<BackupClaim> Backups, long Begun)
{
    /// <summary>What other clusters have at the target of a policy, by its name.</summary>
    public Dictionary<string, IReadOnlyCollection<BackupClaim>> OtherClusters { get; } = new(StringComparer.Ordinal);
}
