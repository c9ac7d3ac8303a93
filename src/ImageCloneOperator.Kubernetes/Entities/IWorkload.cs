namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A kind that makes pods from a template.</summary>
public interface IWorkload : IKubernetesObject
{
    PodTemplateSpec? PodTemplate { get; }
}
