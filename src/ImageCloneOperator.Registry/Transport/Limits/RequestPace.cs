namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>
/// Requests per second to one host: unlimited until the host refuses one for its rate, then half of what it bore. Each later refusal halves
/// the pace; over a minute without one it comes back (additive increase, multiplicative decrease).
/// </summary>
internal sealed class RequestPace(TimeProvider time)
{
    private const double Slowest = 0.2;

    /// <summary>A host is taken to bear this, though fewer requests have been sent to it so far.</summary>
    private const double LeastBorne = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Queue<long> _served = new();
    private double _perSecond = double.PositiveInfinity;
    private double _perSecondGained;
    private long _grownAt;
    private long _refusedAt;
    private DateTimeOffset _next;

    /// <summary>Waits for this request's place; at an unlimited pace, not at all.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            Grow();
            if (double.IsPositiveInfinity(_perSecond)) return ValueTask.CompletedTask;
            var now = time.GetUtcNow();
            if (_next < now) _next = now;
            wait = _next - now;
            _next += TimeSpan.FromSeconds(1 / _perSecond);
        }

        return wait <= TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(Task.Delay(wait, time, cancellationToken));
    }

    public void Served()
    {
        lock (_gate)
        {
            _served.Enqueue(time.GetTimestamp());
            DropOld();
        }
    }

    /// <summary>Refusals of requests that were under way together count once.</summary>
    public void Refused()
    {
        lock (_gate)
        {
            DropOld();
            var isLimited = !double.IsPositiveInfinity(_perSecond);
            if (isLimited && time.GetElapsedTime(_refusedAt) < Window) return;
            _perSecond = Math.Max(Slowest, (isLimited ? _perSecond : Math.Max(LeastBorne, _served.Count)) / 2);
            _perSecondGained = _perSecond / Recovery.TotalSeconds;
            _refusedAt = _grownAt = time.GetTimestamp();
        }
    }

    private void Grow()
    {
        if (double.IsPositiveInfinity(_perSecond)) return;
        _perSecond += _perSecondGained * time.GetElapsedTime(_grownAt).TotalSeconds;
        _grownAt = time.GetTimestamp();
        if (time.GetElapsedTime(_refusedAt) > Forgotten) _perSecond = double.PositiveInfinity;
    }

    private void DropOld()
    {
        while (_served.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > Window) _served.Dequeue();
    }
}
