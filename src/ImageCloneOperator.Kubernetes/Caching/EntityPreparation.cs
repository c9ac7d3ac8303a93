using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Which objects to ask for, and how each is made ready to be kept.</summary>
internal sealed class EntityPreparation<T>(ResourceCacheOptions<T> options)
    where T : class, IKubernetesObject
{
    // kubectl's copy of the whole manifest, often the largest part of an object.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private readonly EntityMetadata _metadata = EntityMetadata.Of<T>();

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
        // Items of a list come without their type, and those that are only metadata with another.
        entity.ApiVersion = _metadata.ApiVersion;
        entity.Kind = _metadata.Kind;
        entity.Metadata.Annotations?.Remove(LastApplied);
        return options.Transform is null ? entity : options.Transform(entity);
    }
}
