using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>A workload of group apps: its pod template.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "Deployment", PluralName = "deployments")]
public sealed class Deployment : KubernetesObject
{
    public WorkloadSpec? Spec { get; set; }
}
