using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>
/// An object of the Kubernetes API that the official client has no type of, or a larger one; what it was read without is null.
/// </summary>
public abstract class CustomKubernetesEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The group and version of the API that this object is written for.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>The kind of this object.</summary>
    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();
}
