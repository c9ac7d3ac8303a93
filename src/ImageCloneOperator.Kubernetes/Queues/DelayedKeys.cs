namespace ImageCloneOperator.Kubernetes.Queues;

/// <summary>Keys that wait for their time, each once, with one timer for all. Its owner locks around every call.</summary>
internal sealed class DelayedKeys<TKey>
    where TKey : notnull
{
    // Timers take at most some 49 days; a longer delay is armed anew each day.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);
    private const int LeastCompacted = 64;

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _origin;
    private readonly Dictionary<TKey, TimeSpan> _dueTimes = [];
    private readonly PriorityQueue<TKey, TimeSpan> _order = new();

    public DelayedKeys(TimeProvider time, Action onDue)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _timer = time.CreateTimer(_ => onDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The entries in memory; a few may have been overtaken by earlier ones.</summary>
    public int Waiting => _order.Count;

    // Monotonic: a wall clock that is set back must not delay anything.
    private TimeSpan Now => _time.GetElapsedTime(_origin);

    public void Add(TKey key, TimeSpan delay)
    {
        var due = Now + delay;
        if (_dueTimes.TryGetValue(key, out var earlier) && earlier <= due) return;
        _dueTimes[key] = due;
        _order.Enqueue(key, due);
        if (_order.Count > LeastCompacted && _order.Count > 2 * _dueTimes.Count) Compact();
        Arm();
    }

    public List<TKey> TakeDue()
    {
        List<TKey> result = [];
        var now = Now;
        while (_order.TryPeek(out var key, out var due) && due <= now)
        {
            _order.Dequeue();
            // An entry that an earlier one has overtaken is only removed.
            if (_dueTimes.TryGetValue(key, out var current) && current == due && _dueTimes.Remove(key)) result.Add(key);
        }

        Arm();
        return result;
    }

    public void Stop() => _timer.Dispose();

    /// <summary>Drops entries that earlier ones have overtaken, rather than wait for their time.</summary>
    private void Compact()
    {
        _order.Clear();
        _order.EnqueueRange(_dueTimes.Select(pair => (pair.Key, pair.Value)));
    }

    private void Arm()
    {
        if (!_order.TryPeek(out _, out var due)) return;
        var wait = due - Now;
        if (wait < ShortestTimer) wait = ShortestTimer;
        _timer.Change(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
    }
}
