using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A pod: which images it runs and what it pulls them with.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
public sealed class Pod : CustomKubernetesEntity
{
    public PodSpec? Spec { get; set; }
}
