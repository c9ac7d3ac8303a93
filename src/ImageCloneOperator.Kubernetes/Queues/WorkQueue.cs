using System.Threading.Channels;

namespace ImageCloneOperator.Kubernetes.Queues;

/// <summary>A queue of keys to look at: a key waits in it once at most, and is never handed to two workers at once.</summary>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly HashSet<TKey> _dirty = [];
    private readonly HashSet<TKey> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Channel<(TKey Key, long Since)> _ready = Channel.CreateUnbounded<(TKey, long)>();
    private readonly DelayedKeys<TKey> _delayed;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly QueueMetrics _metrics;
    private readonly ExponentialBackoff _backoff;
    private bool _disposed;

    public WorkQueue(string name, TimeProvider time, QueueMetrics metrics, ExponentialBackoff? backoff = null)
    {
        _name = name;
        _time = time;
        _metrics = metrics;
        _backoff = backoff ?? WorkQueueDefaults.Backoff;
        _delayed = new DelayedKeys<TKey>(time, AddDue);
    }

    /// <summary>Adds a key. While it is being worked on, it comes back once that work is <see cref="Done"/>.</summary>
    public void Add(TKey key)
    {
        lock (_gate) AddLocked(key);
    }

    /// <summary>Adds a key later; of several delays asked for one key, the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_disposed) return;
            if (delay <= TimeSpan.Zero) AddLocked(key);
            else _delayed.Add(key, delay);
        }
    }

    /// <summary>Adds a key after a backoff that grows with each call until <see cref="Forget"/>.</summary>
    public void Retry(TKey key)
    {
        TimeSpan delay;
        lock (_gate)
        {
            var count = _failures.GetValueOrDefault(key) + 1;
            _failures[key] = count;
            delay = _backoff.Delay(count);
        }

        _metrics.Retried(_name);
        AddAfter(key, delay);
    }

    /// <summary>Ends the growth of a key's backoff.</summary>
    public void Forget(TKey key)
    {
        lock (_gate) _failures.Remove(key);
    }

    /// <summary>Waits for a key and hands it out; to be followed by <see cref="Done"/>.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        // A token that is cancelled takes nothing, however full the queue: what stops must not start anew.
        cancellationToken.ThrowIfCancellationRequested();
        var (key, since) = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            _dirty.Remove(key);
            _processing.Add(key);
        }

        _metrics.Taken(_name, _time.GetElapsedTime(since));
        return key;
    }

    public void Done(TKey key)
    {
        lock (_gate)
        {
            if (_processing.Remove(key) && _dirty.Contains(key)) Offer(key);
        }
    }

    /// <summary>Drops what waits; keys added from now on are ignored.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _delayed.Stop();
            _ready.Writer.Complete();
        }

        while (_ready.Reader.TryRead(out _)) _metrics.Dropped(_name);
    }

    private void AddDue()
    {
        lock (_gate)
        {
            if (_disposed) return;
            foreach (var key in _delayed.TakeDue()) AddLocked(key);
        }
    }

    private void AddLocked(TKey key)
    {
        if (_disposed || !_dirty.Add(key) || _processing.Contains(key)) return;
        Offer(key);
    }

    private void Offer(TKey key)
    {
        if (_ready.Writer.TryWrite((key, _time.GetTimestamp()))) _metrics.Offered(_name);
    }
}
