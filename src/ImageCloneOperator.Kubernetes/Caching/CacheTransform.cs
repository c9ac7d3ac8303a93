using ImageCloneOperator.Kubernetes.Dynamic;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Which objects to ask for, and how each is made ready to be kept.</summary>
internal sealed class CacheTransform<T>(ResourceCacheOptions<T> options)
    where T : class
{
    // kubectl's copy of the whole manifest, often the largest part of an object.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public ListOptions ListOptions { get; } = new()
    {
        Namespace = options.Namespace,
        LabelSelector = options.LabelSelector,
        FieldSelector = options.FieldSelector,
        MetadataOnly = options.MetadataOnly,
        Limit = options.PageSize,
    };

    // Jittered, so that the watches of many programs do not all end at the same time.
    public WatchOptions WatchOptions(string? resourceVersion) => new()
    {
        Namespace = options.Namespace,
        LabelSelector = options.LabelSelector,
        FieldSelector = options.FieldSelector,
        MetadataOnly = options.MetadataOnly,
        ResourceVersion = resourceVersion,
        Timeout = options.WatchTimeout * (1 + Random.Shared.NextDouble()),
    };

    public T Prepare(T entity)
    {
        if (entity is IKubernetesObject<V1ObjectMeta> { Metadata.Annotations: { } annotations }) annotations.Remove(LastApplied);
        return options.Transform is null ? entity : options.Transform(entity);
    }
}
