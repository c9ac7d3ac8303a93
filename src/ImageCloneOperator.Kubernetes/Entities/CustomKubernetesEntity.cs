namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A custom resource with a spec.</summary>
public abstract class CustomKubernetesEntity<TSpec> : IKubernetesObject
    where TSpec : new()
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public ObjectMeta Metadata { get; set; } = new();

    public TSpec Spec { get; set; } = new();
}
