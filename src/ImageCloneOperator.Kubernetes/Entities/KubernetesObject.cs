namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>An object of the Kubernetes API; what it was read without is null.</summary>
public abstract class KubernetesObject : IKubernetesObject
{
    /// <summary>The group and version of the API that this object is written for.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>The kind of this object.</summary>
    public string? Kind { get; set; }

    public ObjectMeta Metadata { get; set; } = new();
}
