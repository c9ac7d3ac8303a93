using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.Catalogs.Storage;

/// <summary>
/// The name of this cluster in catalogues: as it was given, else the beginning of kube-system's uid, which never changes.
/// </summary>
internal sealed class ClusterName(string? given, IResourceCache<V1Namespace> namespaces)
{
    private const int Length = 8;

    /// <summary>Null while it is not known.</summary>
    public string? Value => given ?? namespaces.Get(new EntityKey("", "kube-system"))?.Metadata.Uid?[..Length];
}
