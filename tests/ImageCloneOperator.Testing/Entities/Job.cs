using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>A job: its pod template.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "Job", PluralName = "jobs")]
public sealed class Job : KubernetesObject
{
    public WorkloadSpec? Spec { get; set; }
}
