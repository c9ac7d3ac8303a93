namespace ImageCloneOperator.Kubernetes.Sources;

/// <summary>Has a controller look at one key when it starts, whether or not there are objects to look at.</summary>
public sealed class StartupSource<TKey>(TKey key) : ISource<TKey>
    where TKey : notnull
{
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IDisposable Subscribe(Action<TKey> enqueue)
    {
        enqueue(key);
        return new Subscription();
    }

    private sealed class Subscription : IDisposable
    {
        public void Dispose()
        {
            // There is nothing to end: the key was handed over.
        }
    }
}
