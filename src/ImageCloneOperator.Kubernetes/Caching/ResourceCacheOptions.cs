using ImageCloneOperator.Kubernetes.Queues;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Which objects a cache holds and what it keeps of them.</summary>
public sealed class ResourceCacheOptions<T>
    where T : class
{
    /// <summary>Null for all namespaces.</summary>
    public string? Namespace { get; set; }

    public string? LabelSelector { get; set; }

    public string? FieldSelector { get; set; }

    /// <summary>Fetches only the metadata of each object; the rest of <typeparamref name="T"/> stays empty.</summary>
    public bool MetadataOnly { get; set; }

    /// <summary>Makes an object smaller before it is kept; it may change and return the object that it is given.</summary>
    public Func<T, T>? Transform { get; set; }

    /// <summary>Indexes by name: the values by which an object can be found.</summary>
    public Dictionary<string, Func<T, IEnumerable<string>>> Indexes { get; } = new(StringComparer.Ordinal);

    /// <summary>How many objects one page of a list has: the bound on what a list holds in memory beside the cache.</summary>
    public int PageSize { get; set; } = 500;

    /// <summary>The server ends each watch after this time or up to twice as long.</summary>
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A watch on which nothing comes for this long, not even a bookmark (the API server sends one a minute), is taken for dead.
    /// </summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromMinutes(3);

    public ExponentialBackoff Backoff { get; set; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
}
