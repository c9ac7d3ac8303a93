namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A kind that users added to the API; only whether it is served yet matters here.</summary>
[KubernetesEntity(
    Group = "apiextensions.k8s.io",
    ApiVersion = "v1",
    Kind = "CustomResourceDefinition",
    PluralName = "customresourcedefinitions",
    Scope = EntityScope.Cluster)]
public sealed class CustomResourceDefinition : KubernetesObject
{
    public CustomResourceDefinitionStatus? Status { get; set; }
}
