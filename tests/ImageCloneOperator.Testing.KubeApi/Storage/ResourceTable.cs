using System.Collections.Immutable;

namespace ImageCloneOperator.Testing.KubeApi.Storage;

/// <summary>All objects of one resource and their recent changes. Guarded by the <see cref="Store"/>'s lock.</summary>
internal sealed class ResourceTable(long compacted)
{
    private readonly List<WatchRecord> _history = [];
    private int _start;
    private TaskCompletionSource _changed = NewSignal();

    public ImmutableSortedSet<StoredObject> Items { get; private set; } = ImmutableSortedSet.Create<StoredObject>(
        StoredObject.ByKey.Instance);

    /// <summary>Changes up to this revision are forgotten.</summary>
    public long Compacted { get; private set; } = compacted;

    public Task Changed => _changed.Task;

    public StoredObject? Find(string @namespace, string name) =>
        Items.TryGetValue(StoredObject.Probe(@namespace, name), out var found) ? found : null;

    public void Append(WatchRecord record, int retained)
    {
        if (record.Previous is not null) Items = Items.Remove(record.Previous);
        if (!record.Deleted) Items = Items.Add(record.Object);
        _history.Add(record);
        if (_history.Count - _start > retained) Forget(_history[_start].Revision);
        Signal();
    }

    /// <summary>Up to <paramref name="limit"/> changes after a revision, oldest first.</summary>
    public List<WatchRecord> Since(long revision, int limit)
    {
        var first = FirstAfter(revision);
        return _history.GetRange(first, Math.Min(limit, _history.Count - first));
    }

    /// <summary>The objects as they were at a revision that is not compacted: later changes are taken back, newest first.</summary>
    public ImmutableSortedSet<StoredObject> At(long revision)
    {
        var items = Items;
        var first = FirstAfter(revision);
        for (var i = _history.Count - 1; i >= first; i--)
        {
            var record = _history[i];
            if (!record.Deleted) items = items.Remove(record.Object);
            if (record.Previous is not null) items = items.Add(record.Previous);
        }

        return items;
    }

    public void Compact(long revision)
    {
        while (_start < _history.Count && _history[_start].Revision <= revision) Forget(_history[_start].Revision);
        Compacted = Math.Max(Compacted, revision);
        Signal();
    }

    public void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private void Forget(long revision)
    {
        Compacted = revision;
        _start++;
        if (_start < 1024 || _start < _history.Count / 2) return;
        _history.RemoveRange(0, _start);
        _start = 0;
    }

    private int FirstAfter(long revision)
    {
        int low = _start, high = _history.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_history[middle].Revision <= revision) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // Continuations must not run under the store's lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
