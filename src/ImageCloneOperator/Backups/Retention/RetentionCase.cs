using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>A backup and its policy as the API server has them now, and all that decides about them.</summary>
internal sealed record RetentionCase(ImageBackup Backup, BackupPolicy Policy, RetentionInput Input)
{
    /// <summary>The policy made the backup: those that a person made stay.</summary>
    public static bool IsOwned(ImageBackup backup, BackupPolicy policy) =>
        backup.Metadata.OwnerReferences?.Any(owner => owner.Uid == policy.Metadata.Uid) is true;
}
