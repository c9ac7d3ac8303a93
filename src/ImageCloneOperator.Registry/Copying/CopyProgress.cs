namespace ImageCloneOperator.Registry.Copying;

/// <summary>Hand one to a copy and look at it whenever you like; looking costs nothing.</summary>
public sealed class CopyProgress
{
    private long _bytesTotal;
    private long _bytesDone;
    private long _bytesTransferred;
    private long _bytesMounted;
    private long _bytesReused;
    private int _blobsTotal;
    private int _blobsDone;

    public CopySnapshot Snapshot() => new(
        Interlocked.Read(ref _bytesTotal),
        Interlocked.Read(ref _bytesDone),
        Interlocked.Read(ref _bytesTransferred),
        Interlocked.Read(ref _bytesMounted),
        Interlocked.Read(ref _bytesReused),
        Volatile.Read(ref _blobsTotal),
        Volatile.Read(ref _blobsDone));

    internal void Planned(long size)
    {
        Interlocked.Increment(ref _blobsTotal);
        Interlocked.Add(ref _bytesTotal, size);
    }

    internal void Sent(long bytes, long advanced)
    {
        Interlocked.Add(ref _bytesTransferred, bytes);
        Interlocked.Add(ref _bytesDone, advanced);
    }

    internal void Finished(BlobOutcome outcome, long size)
    {
        Interlocked.Increment(ref _blobsDone);
        if (outcome == BlobOutcome.Sent) return;
        Interlocked.Add(ref _bytesDone, size);
        Interlocked.Add(ref outcome == BlobOutcome.Mounted ? ref _bytesMounted : ref _bytesReused, size);
    }
}
