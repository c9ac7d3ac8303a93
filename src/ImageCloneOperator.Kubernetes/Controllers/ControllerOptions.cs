using ImageCloneOperator.Kubernetes.Queues;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>How a controller works.</summary>
public class ControllerOptions(string name)
{
    public string Name => name;

    /// <summary>How many keys are reconciled at the same time.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>A reconcile that takes longer is cancelled and counts as failed.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Only the replica that leads runs it; false: all do.</summary>
    public bool RequiresLeadership { get; set; } = true;

    public ExponentialBackoff Backoff { get; set; } = WorkQueueDefaults.Backoff;
}
