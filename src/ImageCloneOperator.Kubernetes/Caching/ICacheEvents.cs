namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Tells what happens to the objects of one cache, or of several.</summary>
public interface ICacheEvents<T>
    where T : class
{
    /// <summary>Ends when the first whole list has arrived.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Tells the handler of every object that is there as added, then of each change in order, until the subscription is disposed.
    /// The handler runs on the thread that keeps the cache: it must be quick and must not block.
    /// </summary>
    IDisposable Subscribe(Action<CacheChange<T>> handler);
}
