using ImageCloneOperator.Kubernetes.Controllers;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>Has a controller look once, whether or not there are objects to look at.</summary>
internal sealed class OneKey(string key) : IKeySource<string>
{
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IDisposable Subscribe(Action<string> enqueue)
    {
        enqueue(key);
        return new Nothing();
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // Nothing was kept.
        }
    }
}
