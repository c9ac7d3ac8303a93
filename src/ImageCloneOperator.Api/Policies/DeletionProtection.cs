using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Policies;

/// <summary>Whether a workload may be deleted while its images are still being copied.</summary>
public sealed record DeletionProtection
{
    /// <summary>Hold a deleted workload until its images are backed up, or can never be.</summary>
    [ServerDefault]
    public bool Enabled { get; set; } = true;

    /// <summary>The longest that a deleted workload is held, whatever happens.</summary>
    [ServerDefault, DurationRange("1s", "24h")]
    public Duration MaxHold { get; set; } = new(PolicyDefaults.MaxHold);
}
