using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>A cache that a list and a watch keep true while <see cref="RunAsync"/> runs.</summary>
public sealed class ResourceCache<T> : IResourceCache<T>, ICacheRunner, IReadinessSource
    where T : class
{
    private readonly ResourceStore<T> _store;
    private readonly Reflector<T> _reflector;

    public ResourceCache(
        IKubernetesClient client,
        ResourceType<T> type,
        ResourceCacheOptions<T> options,
        TimeProvider time,
        CacheMetrics metrics,
        ILogger logger)
    {
        _store = new ResourceStore<T>(type, logger);
        _reflector = new Reflector<T>(client, type, _store, options, time, metrics, logger);
        foreach (var (name, values) in options.Indexes) _store.AddIndex(name, values);
    }

    public string Name => _reflector.Resource.Name;

    public int Count => _store.Count;

    public bool HasSynced => _reflector.Synced.IsCompletedSuccessfully;

    /// <summary>Why the server does not let the cache read; null while it does.</summary>
    public CacheRefusal? Refusal =>
        _reflector.Problem is { End: WatchEnd.Refused } problem ? new CacheRefusal(problem.Sentence, problem.IsServed) : null;

    // A cache that has synced and lost the server still answers, with what it had; a refusal does not end by itself.
    public string? NotReadyBecause => _reflector.Problem switch
    {
        { } problem when !HasSynced || problem.End is WatchEnd.Refused => problem.Sentence,
        _ => HasSynced ? null : $"{Name} are still being listed.",
    };

    public Task RunAsync(CancellationToken cancellationToken) => _reflector.RunAsync(cancellationToken);

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _reflector.Synced.WaitAsync(cancellationToken);

    public T? Get(EntityKey key) => _store.Get(key);

    public IReadOnlyList<T> List() => _store.List();

    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => _store.AddIndex(name, values);

    public IReadOnlyList<T> ByIndex(string name, string value) => _store.ByIndex(name, value);

    public IDisposable Subscribe(Action<CacheChange<T>> handler) => _store.Subscribe(handler);
}
