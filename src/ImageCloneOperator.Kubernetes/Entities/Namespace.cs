namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A namespace; only its metadata matters here.</summary>
[KubernetesEntity(ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces", Scope = EntityScope.Cluster)]
public sealed class Namespace : KubernetesObject;
