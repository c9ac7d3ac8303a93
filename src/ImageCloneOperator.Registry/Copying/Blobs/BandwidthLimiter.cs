namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>Spreads bytes over time: each caller waits for its place in one queue of bytes.</summary>
internal sealed class BandwidthLimiter(long? bytesPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _free = time.GetUtcNow();

    public ValueTask TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        if (bytesPerSecond is not { } rate) return ValueTask.CompletedTask;
        var now = time.GetUtcNow();
        TimeSpan wait;
        lock (_gate)
        {
            if (_free < now) _free = now;
            wait = _free - now;
            _free += TimeSpan.FromSeconds((double)bytes / rate);
        }

        return wait <= TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(Task.Delay(wait, time, cancellationToken));
    }
}
