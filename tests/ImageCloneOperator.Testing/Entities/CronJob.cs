using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>A cron job: the pod template of its jobs.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "CronJob", PluralName = "cronjobs")]
public sealed class CronJob : KubernetesObject
{
    public CronJobSpec? Spec { get; set; }
}
