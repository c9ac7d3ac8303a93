namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>What a workload makes its pods from.</summary>
public sealed record PodTemplateSpec
{
    public ObjectMeta? Metadata { get; set; }

    public PodSpec? Spec { get; set; }
}
