namespace ImageCloneOperator.Kubernetes.Sources;

/// <summary>Says which keys a controller has to look at.</summary>
public interface ISource<TKey>
    where TKey : notnull
{
    /// <summary>Ends when all is known that a reconcile may need from this source.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Hands over every key there is, then each one that needs a look, until disposed.</summary>
    IDisposable Subscribe(Action<TKey> enqueue);
}
