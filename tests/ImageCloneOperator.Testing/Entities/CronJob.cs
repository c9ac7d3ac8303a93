using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>A cron job: the pod template of its jobs.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "CronJob", PluralName = "cronjobs")]
public sealed class CronJob : CustomKubernetesEntity
{
    public CronJobSpec? Spec { get; set; }
}
