namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A custom resource with a spec and a status subresource.</summary>
public abstract class CustomKubernetesEntity<TSpec, TStatus> : CustomKubernetesEntity<TSpec>
    where TSpec : new()
    where TStatus : new()
{
    public TStatus Status { get; set; } = new();
}
