namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A workload of group apps: its pod template.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "ReplicaSet", PluralName = "replicasets")]
public sealed class ReplicaSet : KubernetesObject, IWorkload
{
    public WorkloadSpec? Spec { get; set; }

    PodTemplateSpec? IWorkload.PodTemplate => Spec?.Template;
}
