using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>
/// The objects of one kind as the API server last told them, without kubectl's last-applied annotation. They are shared by all readers:
/// never change one.
/// </summary>
public interface IResourceCache<T> : ICacheEvents<T>
    where T : class
{
    int Count { get; }

    /// <summary>The first whole list has arrived.</summary>
    bool HasSynced { get; }

    T? Get(EntityKey key);

    /// <summary>A snapshot of all objects.</summary>
    IReadOnlyList<T> List();

    /// <summary>Keeps objects findable by values that a pure function takes from them.</summary>
    void AddIndex(string name, Func<T, IEnumerable<string>> values);

    /// <summary>The objects that have this value in an index.</summary>
    IReadOnlyList<T> ByIndex(string name, string value);
}
