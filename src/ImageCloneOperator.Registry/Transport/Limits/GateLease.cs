namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>A request's turn at a host; it lasts until the answer's body has been read.</summary>
internal sealed class GateLease(AdaptiveLimiter limiter) : IDisposable
{
    private int _left;

    public bool WentWell { get; set; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) limiter.Leave(WentWell);
    }
}
