namespace ImageCloneOperator.Kubernetes.Queues;

/// <summary>A queue of keys to look at: a key waits in it once at most, and is never handed to two workers at once.</summary>
public interface IWorkQueue<TKey>
    where TKey : notnull
{
    /// <summary>Adds a key. While it is being worked on, it comes back once that work is <see cref="Done"/>.</summary>
    void Add(TKey key);

    /// <summary>Adds a key later; of several delays asked for one key, the earliest counts.</summary>
    void AddAfter(TKey key, TimeSpan delay);

    /// <summary>Adds a key after a backoff that grows with each call until <see cref="Forget"/>.</summary>
    void Retry(TKey key);

    /// <summary>Ends the growth of a key's backoff.</summary>
    void Forget(TKey key);

    /// <summary>Waits for a key and hands it out; to be followed by <see cref="Done"/>.</summary>
    ValueTask<TKey> TakeAsync(CancellationToken cancellationToken);

    void Done(TKey key);
}
