using System.Collections.Immutable;

namespace ImageCloneOperator.Kubernetes.Sources;

/// <summary>
/// Lets code outside of the API's objects ask for a reconcile, such as work in the background that has ended. Keys that nobody listens for
/// are dropped.
/// </summary>
public sealed class ChannelSource<TKey> : ISource<TKey>
    where TKey : notnull
{
    private ImmutableList<Action<TKey>> _listeners = [];

    public void Trigger(TKey key)
    {
        foreach (var listener in Volatile.Read(ref _listeners)) listener(key);
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IDisposable Subscribe(Action<TKey> enqueue)
    {
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(enqueue));
        return new Subscription(this, enqueue);
    }

    private sealed class Subscription(ChannelSource<TKey> trigger, Action<TKey> enqueue) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref trigger._listeners, all => all.Remove(enqueue));
    }
}
