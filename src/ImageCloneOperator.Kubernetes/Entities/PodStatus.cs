namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>The parts of a pod's status that say what it runs.</summary>
public sealed record PodStatus
{
    public List<ContainerStatus>? ContainerStatuses { get; set; }

    public List<ContainerStatus>? InitContainerStatuses { get; set; }

    public List<ContainerStatus>? EphemeralContainerStatuses { get; set; }
}
