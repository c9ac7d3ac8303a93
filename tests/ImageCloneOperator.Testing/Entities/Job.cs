using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>A job: its pod template.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "Job", PluralName = "jobs")]
public sealed class Job : CustomKubernetesEntity
{
    public WorkloadSpec? Spec { get; set; }
}
