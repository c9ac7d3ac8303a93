namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Whom pods run as, and the pull secrets that they get from it.</summary>
[KubernetesEntity(ApiVersion = "v1", Kind = "ServiceAccount", PluralName = "serviceaccounts")]
public sealed class ServiceAccount : KubernetesObject
{
    public List<LocalObjectReference>? ImagePullSecrets { get; set; }
}
