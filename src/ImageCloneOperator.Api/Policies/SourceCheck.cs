using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Policies;

/// <summary>How it is found out that a source cannot be reached, and that it is back.</summary>
public sealed record SourceCheck
{
    /// <summary>How often the source of each backup is asked for it.</summary>
    [ServerDefault, DurationRange("1s", "24h")]
    public Duration Interval { get; set; } = new(SourceProbeRule.Default.Interval);

    /// <summary>So many failures in a row make a source unavailable.</summary>
    [ServerDefault, Range(1, 100)]
    public int FailureThreshold { get; set; } = SourceProbeRule.Default.FailureThreshold;

    /// <summary>A source is available again once it has answered for so long without a failure.</summary>
    [ServerDefault, DurationRange("0s", "24h")]
    public Duration RecoverAfter { get; set; } = new(SourceProbeRule.Default.RecoverAfter);
}
