using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>What a workload makes its pods from.</summary>
public sealed record PodTemplateSpec
{
    public PodSpec? Spec { get; set; }
}
