using ImageCloneOperator.Kubernetes.Caching;

namespace ImageCloneOperator.Kubernetes.Sources;

/// <summary>Turns changes of a cache's objects into keys, those of the old state and those of the new.</summary>
public sealed class KindSource<TKey, T>(ICacheEvents<T> cache, Func<T, IEnumerable<TKey>> map, Func<CacheChange<T>, bool>? when = null)
    : ISource<TKey>
    where TKey : notnull
    where T : class
{
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => cache.WaitForSyncAsync(cancellationToken);

    public IDisposable Subscribe(Action<TKey> enqueue) => cache.Subscribe(change =>
    {
        if (when?.Invoke(change) is false) return;
        if (change.Old is { } old) Enqueue(old, enqueue);
        if (change.New is { } current) Enqueue(current, enqueue);
    });

    private void Enqueue(T entity, Action<TKey> enqueue)
    {
        foreach (var key in map(entity)) enqueue(key);
    }
}
