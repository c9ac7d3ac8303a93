namespace ImageCloneOperator.Core.Policies;

/// <summary>Says when a source counts as unavailable, and as back.</summary>
/// <param name="Interval">How often the source of each backup is asked.</param>
/// <param name="FailureThreshold">How many failures in a row make a source unavailable.</param>
/// <param name="RecoverAfter">How long a source must have answered without a failure to be available again.</param>
public sealed record SourceProbeRule(TimeSpan Interval, int FailureThreshold, TimeSpan RecoverAfter)
{
    public static SourceProbeRule Default { get; } = new(TimeSpan.FromMinutes(5), 3, TimeSpan.FromMinutes(15));
}
