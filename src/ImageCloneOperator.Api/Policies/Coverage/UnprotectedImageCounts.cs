using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Policies.Coverage;

/// <summary>Images that the cluster uses and of which no policy has a Ready copy, counted.</summary>
public sealed record UnprotectedImageCounts
{
    /// <summary>How many there are among what the operator watches: pods are watched only where a policy asks for them.</summary>
    [Range(0, int.MaxValue)]
    public int Images { get; set; }

    /// <summary>Why this policy has no Ready copy of them.</summary>
    [ListMap("reason"), Size(Max = 64)]
    public List<UnprotectedImageReason>? Reasons { get; set; }
}
