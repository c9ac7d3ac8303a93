namespace ImageCloneOperator.Kubernetes.Queues;

public static class WorkQueueDefaults
{
    /// <summary>From a tenth of a second up to five minutes.</summary>
    public static ExponentialBackoff Backoff { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
}
