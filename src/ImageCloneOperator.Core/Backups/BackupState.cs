using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Backups;

/// <summary>How far the backup of an image is. One that nobody has heard of is pending.</summary>
public sealed record BackupState
{
    public static BackupState Pending { get; } = new();

    public bool Ready { get; init; }

    /// <summary>Only a change by a person can help: SourceNotFound, Unauthorized and the like.</summary>
    public bool Failed { get; init; }

    public bool SourceUnavailable { get; init; }

    /// <summary>The namespaces that may run from the copy.</summary>
    public CopyAccess Access { get; init; } = CopyAccess.Unknown;

    /// <summary>Another writer's content is under the copy's tag: only its digest leads to it.</summary>
    public bool TagIsForeign { get; init; }

    /// <summary>The digest at the target; with a platform filter it differs from the source's digest.</summary>
    public Digest? TargetDigest { get; init; }
}
