namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A pod: which images it runs and what it pulls them with.</summary>
[KubernetesEntity(ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
public sealed class Pod : KubernetesObject
{
    public PodSpec? Spec { get; set; }
}
