namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>meta.k8s.io/v1 PartialObjectMetadata</c>: an object of any kind without its spec and status.</summary>
public sealed class PartialObjectMetadata : CustomKubernetesEntity;
