namespace ImageCloneOperator.Registry.Transport;

/// <summary>Requests made on behalf of one user of the client.</summary>
internal sealed class RequestCounter
{
    private long _count;

    public long Total => Interlocked.Read(ref _count);

    public void Count() => Interlocked.Increment(ref _count);
}
