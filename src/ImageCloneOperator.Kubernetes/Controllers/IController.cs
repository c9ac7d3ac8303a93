using ImageCloneOperator.Kubernetes.Coordination;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>A running loop of reconciles.</summary>
public interface IController
{
    string Name { get; }

    Replicas RunsOn { get; }

    /// <summary>Works until told to stop, and ends when the last reconcile has ended.</summary>
    /// <param name="drain">When cancelled, nothing new is begun; what runs may end in peace.</param>
    /// <param name="abort">When cancelled, what runs is cancelled too.</param>
    Task RunAsync(CancellationToken drain, CancellationToken abort);
}
