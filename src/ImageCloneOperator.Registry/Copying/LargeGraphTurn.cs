namespace ImageCloneOperator.Registry.Copying;

/// <inheritdoc cref="LargeGraphs.Open"/>
internal sealed class LargeGraphTurn(SemaphoreSlim one) : IDisposable
{
    private readonly Lock _gate = new();
    private Task? _taking;

    /// <param name="manifestBytes">Of the manifests that the image is known to have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(long manifestBytes, CancellationToken cancellationToken)
    {
        if (manifestBytes <= LargeGraphs.Small) return Task.CompletedTask;
        lock (_gate) return _taking ??= one.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_taking?.IsCompletedSuccessfully is true) one.Release();
    }
}
