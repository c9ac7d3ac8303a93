using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Storage;

/// <summary>Every object of the cluster, one revision for all of them, and the history that watches resume from.</summary>
internal sealed class Store(int retainedChanges)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableHashSet<(string Table, string Namespace, string Name)>> _dependents =
        new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredObject> _byUid = new(StringComparer.Ordinal);
    private long _revision = 1;
    private long _compacted;

    /// <summary>Told of every change, after it is visible and outside any lock.</summary>
    public Action<WatchRecord>? Committed { get; set; }

    public long Revision
    {
        get
        {
            lock (_gate) return _revision;
        }
    }

    public StoredObject? Find(string table, string @namespace, string name)
    {
        lock (_gate) return Table(table).Find(@namespace, name);
    }

    public StoredObject? FindByUid(string uid)
    {
        lock (_gate) return _byUid.GetValueOrDefault(uid);
    }

    public IReadOnlyCollection<(string Table, string Namespace, string Name)> DependentsOf(string uid)
    {
        lock (_gate) return _dependents.GetValueOrDefault(uid) ?? [];
    }

    public (ImmutableSortedSet<StoredObject> Items, long Revision) Snapshot(string table)
    {
        lock (_gate) return (Table(table).Items, _revision);
    }

    public IReadOnlyList<StoredObject> InNamespace(string table, string @namespace)
    {
        var (items, _) = Snapshot(table);
        var found = new List<StoredObject>();
        for (var i = ~items.IndexOf(StoredObject.Probe(@namespace, "")); i < items.Count && items[i].Namespace == @namespace; i++)
            found.Add(items[i]);
        return found;
    }

    /// <exception cref="ApiException">410 when the revision is compacted.</exception>
    public ImmutableSortedSet<StoredObject> SnapshotAt(string table, long revision)
    {
        lock (_gate)
        {
            var found = Table(table);
            if (revision < found.Compacted) throw ApiError.Expired("The resourceVersion for the provided list is too old.");
            return found.At(revision);
        }
    }

    /// <summary>
    /// The next changes after a revision, the revision up to which nothing is missing, and what completes when there may be more.
    /// </summary>
    /// <exception cref="ApiException">410 when changes after the revision are already forgotten.</exception>
    public (List<WatchRecord> Records, long Revision, Task More) Since(string table, long revision, int limit)
    {
        lock (_gate)
        {
            var found = Table(table);
            if (revision < found.Compacted) throw ApiError.TooOld(revision, found.Compacted);
            var records = found.Since(revision, limit);
            return (records, records.Count < limit ? _revision : records[^1].Revision, found.Changed);
        }
    }

    /// <summary>
    /// Writes <paramref name="next"/> (null deletes) if the object still has the version that the caller saw (null: is not there).
    /// </summary>
    public StoredObject? TryCommit(string table, StoredObject? seen, JsonObject? next)
    {
        WatchRecord record;
        lock (_gate)
        {
            var found = Table(table);
            var obj = next ?? seen!.ToJson();
            var current = found.Find(obj.Namespace(), obj.Name());
            if (!ReferenceEquals(current, seen)) return null;
            record = new WatchRecord(StoredObject.Create(table, obj, ++_revision), current, next is null);
            found.Append(record, retainedChanges);
            Index(record);
        }

        Committed?.Invoke(record);
        return record.Object;
    }

    /// <summary>Forgets all changes so far: older watches and lists answer 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _compacted = _revision;
            foreach (var table in _tables.Values) table.Compact(_compacted);
        }
    }

    public IReadOnlyList<StoredObject> Everything()
    {
        lock (_gate) return [.. _tables.Values.SelectMany(table => table.Items)];
    }

    /// <summary>Puts back what <see cref="Everything"/> gave, at the versions it had, before anything else is written.</summary>
    public void Restore(IEnumerable<(string Table, JsonObject Object)> objects)
    {
        foreach (var (table, obj) in objects.OrderBy(entry => Version(entry.Object)))
        {
            lock (_gate) _revision = Math.Max(_revision, Version(obj) - 1);
            TryCommit(table, null, obj);
        }

        Compact();
    }

    private static long Version(JsonObject obj) => long.TryParse(obj.ResourceVersion(), out var version) ? version : 0;

    private ResourceTable Table(string name)
    {
        ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(_tables, name, out _);
        return table ??= new ResourceTable(_compacted);
    }

    private void Index(WatchRecord record)
    {
        if (record.Previous is { } previous)
        {
            _byUid.Remove(previous.Uid);
            foreach (var owner in previous.OwnerUids) Unlink(owner, previous);
        }

        if (record.Deleted) return;
        _byUid[record.Object.Uid] = record.Object;
        foreach (var owner in record.Object.OwnerUids)
            _dependents[owner] = (_dependents.GetValueOrDefault(owner) ?? []).Add(Id(record.Object));
    }

    private void Unlink(string owner, StoredObject dependent)
    {
        if (!_dependents.TryGetValue(owner, out var known)) return;
        var rest = known.Remove(Id(dependent));
        if (rest.IsEmpty) _dependents.Remove(owner);
        else _dependents[owner] = rest;
    }

    private static (string Table, string Namespace, string Name) Id(StoredObject obj) => (obj.Table, obj.Namespace, obj.Name);
}
