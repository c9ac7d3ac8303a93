using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>A workload of group apps: its pod template.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "StatefulSet", PluralName = "statefulsets")]
public sealed class StatefulSet : CustomKubernetesEntity
{
    public WorkloadSpec? Spec { get; set; }
}
