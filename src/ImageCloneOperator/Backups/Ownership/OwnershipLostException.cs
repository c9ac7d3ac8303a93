using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Backups.Ownership;

/// <summary>Another replica works on the backup: what this one has found or done does not count any more.</summary>
internal sealed class OwnershipLostException(string backup)
    : ClusterException($"ImageBackup {backup} belongs to another replica now, which goes on with it");
