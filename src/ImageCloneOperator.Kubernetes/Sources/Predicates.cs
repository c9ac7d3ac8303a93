using ImageCloneOperator.Kubernetes.Caching;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Sources;

/// <summary>Which changes deserve a reconcile. All of these let additions, deletions and the beginning of a deletion pass.</summary>
public static class Predicates
{
    /// <summary>The spec changed: status and metadata alone do not count.</summary>
    public static bool GenerationChanged<T>(CacheChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> => Differs(change, metadata => metadata.Generation);

    public static bool AnnotationsChanged<T>(CacheChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsBirthOrDeath(change) || !Same(change.Old!.Metadata.Annotations?.AsReadOnly(), change.New!.Metadata.Annotations?.AsReadOnly());

    public static bool LabelsChanged<T>(CacheChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsBirthOrDeath(change) || !Same(change.Old!.Metadata.Labels?.AsReadOnly(), change.New!.Metadata.Labels?.AsReadOnly());

    public static Func<CacheChange<T>, bool> AnyOf<T>(params Func<CacheChange<T>, bool>[] predicates)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => predicates.Any(predicate => predicate(change));

    private static bool Differs<T, TValue>(CacheChange<T> change, Func<V1ObjectMeta, TValue> value)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        IsBirthOrDeath(change) || !EqualityComparer<TValue>.Default.Equals(value(change.Old!.Metadata), value(change.New!.Metadata));

    private static bool IsBirthOrDeath<T>(CacheChange<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        !change.IsUpdated || change.Old!.Metadata.DeletionTimestamp != change.New!.Metadata.DeletionTimestamp;

    /// <summary>Whether two maps have the same entries; one that is absent has none.</summary>
    public static bool Same(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0)
        && (left is null || left.All(pair => right!.TryGetValue(pair.Key, out var value) && value == pair.Value));
}
