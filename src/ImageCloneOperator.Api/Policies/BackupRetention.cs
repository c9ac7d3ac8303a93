using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Policies;

/// <summary>What becomes of backups that no workload uses any more.</summary>
public sealed record BackupRetention
{
    /// <summary>How long a backup that no workload uses is kept.</summary>
    [ServerDefault, DurationRange("0s", "87600h")]
    public Duration UnusedFor { get; set; } = new(PolicyDefaults.UnusedFor);

    /// <summary>Delete the image from the target too, not only its ImageBackup.</summary>
    [ServerDefault]
    public bool DeleteImages { get; set; }
}
