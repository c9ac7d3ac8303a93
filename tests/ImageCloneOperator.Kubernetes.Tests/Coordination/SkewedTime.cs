namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

/// <summary>A clock as a machine sees it whose wall clock is wrong.</summary>
internal sealed class SkewedTime(TimeProvider time, TimeSpan by) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + by;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
