namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>An object of the Kubernetes API; what it was read without is null.</summary>
public abstract class KubernetesObject : IKubernetesObject
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public ObjectMeta Metadata { get; set; } = new();
}
