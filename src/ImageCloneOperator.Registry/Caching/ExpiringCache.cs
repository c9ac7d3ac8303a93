using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ImageCloneOperator.Registry.Caching;

/// <summary>
/// Values that serve for a time. They leave memory within seconds after it, asked for or not: what comes from outside (hosts, names,
/// credentials) has no end of its own.
/// </summary>
public sealed class ExpiringCache<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> _pending = new();
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public ExpiringCache(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(_ => RemoveExpired(), state: null, SweepInterval, SweepInterval);
    }

    /// <summary>How many values are kept, the expired ones that have not been swept yet included.</summary>
    public int Count => _entries.Count;

    /// <summary>What has not expired.</summary>
    public IEnumerable<(TKey Key, TValue Value)> All =>
        _entries.Where(pair => IsGood(pair.Value)).Select(pair => (pair.Key, pair.Value.Value));

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_entries.TryGetValue(key, out var entry) && IsGood(entry))
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <returns>False where there is a value that has not expired; it stays as it is.</returns>
    public bool TryAdd(TKey key, TValue value, TimeSpan keep)
    {
        var mine = New(value, keep);
        return ReferenceEquals(mine, _entries.AddOrUpdate(key, mine, (_, there) => IsGood(there) ? there : mine));
    }

    /// <summary>Finds the value, or makes it: once for all who ask at the same time.</summary>
    /// <param name="key">What it is for.</param>
    /// <param name="make">Gives the value and how long it serves. It must bound itself, since no caller's token ends it.</param>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    public async Task<TValue> GetOrMakeAsync(TKey key, Func<Task<(TValue Value, TimeSpan Keep)>> make, CancellationToken cancellationToken)
    {
        if (TryGet(key, out var known)) return known;
        var pending = _pending.GetOrAdd(key, _ => new Lazy<Task<TValue>>(() => MakeAsync(key, make)));
        return await pending.Value.WaitAsync(cancellationToken);
    }

    public void Set(TKey key, TValue value, TimeSpan keep) => _entries[key] = New(value, keep);

    /// <returns>Whether there was one, expired or not.</returns>
    public bool Remove(TKey key) => _entries.TryRemove(key, out _);

    public void Clear() => _entries.Clear();

    public void Dispose() => _sweep.Dispose();

    private async Task<TValue> MakeAsync(TKey key, Func<Task<(TValue Value, TimeSpan Keep)>> make)
    {
        try
        {
            // Another may have ended just before this one began.
            if (TryGet(key, out var known)) return known;
            var (value, keep) = await make();
            Set(key, value, keep);
            return value;
        }
        finally
        {
            _pending.TryRemove(key, out _);
        }
    }

    private Entry New(TValue value, TimeSpan keep) => new(value, _time.GetTimestamp(), keep);

    private bool IsGood(Entry entry) => _time.GetElapsedTime(entry.Since) < entry.Keep;

    private void RemoveExpired()
    {
        foreach (var pair in _entries)
            if (!IsGood(pair.Value)) _entries.TryRemove(pair);
    }

    private sealed class Entry(TValue value, long since, TimeSpan keep)
    {
        public TValue Value { get; } = value;

        public long Since { get; } = since;

        public TimeSpan Keep { get; } = keep;
    }
}
