using ImageCloneOperator.Kubernetes.Coordination;
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

    public Replicas RunsOn { get; set; } = Replicas.Leader;

    public ExponentialBackoff Backoff { get; set; } = WorkQueueDefaults.Backoff;
}
