using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Policies.Coverage;
using ImageCloneOperator.Api.Policies.PullSecrets;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Api.Policies;

/// <summary>What has become of the policy.</summary>
public sealed record BackupPolicyStatus
{
    /// <summary>The generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Ready always, Reconciling while work goes on, Stalled when only a change by a person can help.</summary>
    [ListMap("type"), Size(Max = 16)]
    public List<Condition>? Conditions { get; set; }

    /// <summary>The policy's images, counted.</summary>
    public ImageCounts? Images { get; set; }

    /// <summary>What the policies leave out of what the cluster uses, and why this one does.</summary>
    public UnprotectedImageCounts? Unprotected { get; set; }

    /// <summary>The size of all copies together, in bytes; what they share counts once for each.</summary>
    [Range(0, long.MaxValue)]
    public long? Bytes { get; set; }

    /// <summary>The pull secrets that are kept in namespaces for rewrite.pullSecret.</summary>
    public PullSecretState? PullSecrets { get; set; }

    /// <summary>The latest error of any of the policy's backups.</summary>
    [Size(Max = 4096)]
    public string? LastError { get; set; }
}
