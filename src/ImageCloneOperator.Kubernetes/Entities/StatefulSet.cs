namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A workload of group apps: its pod template.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "StatefulSet", PluralName = "statefulsets")]
public sealed class StatefulSet : KubernetesObject, IWorkload
{
    public WorkloadSpec? Spec { get; set; }

    PodTemplateSpec? IWorkload.PodTemplate => Spec?.Template;
}
