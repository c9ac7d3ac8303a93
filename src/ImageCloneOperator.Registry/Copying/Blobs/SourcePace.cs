namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>
/// Measures what a copy gets from its source while it waits for it, all blobs together. Time that goes into writing does not count.
/// </summary>
internal sealed class SourcePace(long leastBytesPerSecond, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _reads;
    private long _countedTo;
    private TimeSpan _waited;
    private long _bytes;

    public long LeastBytesPerSecond => leastBytesPerSecond;

    /// <summary>In some minute of waiting it sent too little, and the copy is to end.</summary>
    public bool IsTooSlow { get; private set; }

    public void ReadBegins()
    {
        lock (_gate)
        {
            if (_reads++ == 0) _countedTo = time.GetTimestamp();
        }
    }

    public void ReadEnds(int bytes)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _waited += time.GetElapsedTime(_countedTo, now);
            _bytes += bytes;
            _countedTo = now;
            _reads--;
            if (_waited < Window) return;
            IsTooSlow |= _bytes < leastBytesPerSecond * _waited.TotalSeconds;
            (_waited, _bytes) = (TimeSpan.Zero, 0);
        }
    }
}
