namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A cron job: the pod template of its jobs.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "CronJob", PluralName = "cronjobs")]
public sealed class CronJob : KubernetesObject, IWorkload
{
    public CronJobSpec? Spec { get; set; }

    PodTemplateSpec? IWorkload.PodTemplate => Spec?.JobTemplate?.Spec?.Template;
}
