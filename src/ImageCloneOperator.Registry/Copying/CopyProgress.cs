namespace ImageCloneOperator.Registry.Copying;

/// <summary>Hand one to a copy and look at it whenever you like; looking costs nothing.</summary>
public sealed class CopyProgress
{
    private long bytesTotal;
    private long bytesDone;
    private long bytesTransferred;
    private long bytesMounted;
    private long bytesReused;
    private int blobsTotal;
    private int blobsDone;

    public CopySnapshot Snapshot() => new(
        Interlocked.Read(ref bytesTotal),
        Interlocked.Read(ref bytesDone),
        Interlocked.Read(ref bytesTransferred),
        Interlocked.Read(ref bytesMounted),
        Interlocked.Read(ref bytesReused),
        Volatile.Read(ref blobsTotal),
        Volatile.Read(ref blobsDone));

    internal void Planned(long size)
    {
        Interlocked.Increment(ref blobsTotal);
        Interlocked.Add(ref bytesTotal, size);
    }

    internal void Sent(long bytes, long advanced)
    {
        Interlocked.Add(ref bytesTransferred, bytes);
        Interlocked.Add(ref bytesDone, advanced);
    }

    internal void Finished(BlobOutcome outcome, long size)
    {
        Interlocked.Increment(ref blobsDone);
        if (outcome == BlobOutcome.Sent) return;
        Interlocked.Add(ref bytesDone, size);
        Interlocked.Add(ref outcome == BlobOutcome.Mounted ? ref bytesMounted : ref bytesReused, size);
    }
}
