namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A job: its pod template.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "Job", PluralName = "jobs")]
public sealed class Job : KubernetesObject, IWorkload
{
    public WorkloadSpec? Spec { get; set; }

    PodTemplateSpec? IWorkload.PodTemplate => Spec?.Template;
}
