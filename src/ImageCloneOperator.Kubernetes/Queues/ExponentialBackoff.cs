namespace ImageCloneOperator.Kubernetes.Queues;

/// <summary>Delays that double with each failure up to a cap, with full jitter: many that failed together do not return together.</summary>
/// <param name="First">The longest that the first delay may be.</param>
/// <param name="Cap">The longest that any delay may be.</param>
public sealed record ExponentialBackoff(TimeSpan First, TimeSpan Cap)
{
    /// <summary>Gives a number in [0, 1); replaced where a test needs to know the delay.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <param name="failures">How many failures in a row there were, this one included; from 1.</param>
    public TimeSpan Delay(int failures)
    {
        var ceiling = Math.Min(Cap.Ticks, First.Ticks * Math.Pow(2, failures - 1));
        return TimeSpan.FromTicks((long)(ceiling * Jitter()));
    }
}
