using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>
/// Holds objects and their indexes, and tells handlers of each change in order. Has one writer and any number of readers.
/// </summary>
internal sealed partial class ResourceStore<T>(ResourceType<T> type, ILogger logger)
    where T : class
{
    // Held while handlers run; readers take only the inner one. A handler that reads another cache therefore never waits for that one's
    // handlers.
    private readonly Lock _writing = new();
    private readonly Lock _data = new();
    private readonly Dictionary<EntityKey, (T Entity, int Round)> _entries = [];
    private readonly Dictionary<string, SecondaryIndex<T>> _indexes = new(StringComparer.Ordinal);
    private readonly List<Action<CacheChange<T>>> _handlers = [];
    private int _round;

    private string Kind => type.Resource.Kind;

    public int Count
    {
        get { lock (_data) return _entries.Count; }
    }

    public T? Get(EntityKey key)
    {
        lock (_data) return _entries.TryGetValue(key, out var entry) ? entry.Entity : null;
    }

    public T[] List()
    {
        lock (_data) return [.. _entries.Values.Select(entry => entry.Entity)];
    }

    public T[] ByIndex(string name, string value)
    {
        lock (_data)
        {
            if (!_indexes.TryGetValue(name, out var index))
                throw new ArgumentException($"The cache of {Kind} has no index '{name}'.", nameof(name));
            return [.. index.Find(value).Select(key => _entries[key].Entity)];
        }
    }

    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        var index = new SecondaryIndex<T>(name, Kind, values, logger);
        lock (_data)
        {
            foreach (var (key, entry) in _entries) index.Add(key, entry.Entity);
            _indexes.Add(name, index);
        }
    }

    public IDisposable Subscribe(Action<CacheChange<T>> handler)
    {
        lock (_writing)
        {
            foreach (var entity in List()) Tell(handler, new CacheChange<T>(null, entity));
            _handlers.Add(handler);
        }

        return new Subscription(this, handler);
    }

    public void Put(T entity)
    {
        lock (_writing)
        {
            var (key, uid, resourceVersion) = type.Identify(entity);
            var old = Get(key);
            if (old is not null && type.Identify(old).Uid != uid)
            {
                // Deleted and created again while nobody watched: these are two objects, and whoever cares for deletions must see one.
                Remove(key, old);
                old = null;
            }

            var changed = old is null || type.Identify(old).ResourceVersion != resourceVersion;
            Set(key, old, changed ? entity : old!);
            if (changed) TellAll(new CacheChange<T>(old, entity));
        }
    }

    /// <summary>Removes what has this object's key, if it is there, and tells of its last state.</summary>
    public void Delete(T last)
    {
        lock (_writing)
        {
            var key = type.Identify(last).Key;
            if (Get(key) is not null) Remove(key, last);
        }
    }

    /// <summary>Begins a whole list: what is not put before <see cref="EndRound"/> has gone.</summary>
    public void BeginRound()
    {
        lock (_data) _round++;
    }

    public void EndRound()
    {
        T[] gone;
        lock (_data) gone = [.. _entries.Values.Where(entry => entry.Round != _round).Select(entry => entry.Entity)];
        foreach (var entity in gone) Delete(entity);
    }

    private void Set(EntityKey key, T? old, T entity)
    {
        lock (_data)
        {
            _entries[key] = (entity, _round);
            if (ReferenceEquals(old, entity)) return;
            foreach (var index in _indexes.Values)
            {
                if (old is not null) index.Remove(key, old);
                index.Add(key, entity);
            }
        }
    }

    private void Remove(EntityKey key, T last)
    {
        lock (_data)
        {
            if (!_entries.Remove(key, out var entry)) return;
            foreach (var index in _indexes.Values) index.Remove(key, entry.Entity);
        }

        TellAll(new CacheChange<T>(last, null));
    }

    private void TellAll(CacheChange<T> change)
    {
        foreach (var handler in _handlers) Tell(handler, change);
    }

    private void Tell(Action<CacheChange<T>> handler, CacheChange<T> change)
    {
        try
        {
            handler(change);
        }
        catch (Exception error)
        {
            // One bad handler must neither stop the watch nor keep the change from the other handlers.
            Log.HandlerFailed(logger, error, Kind, type.Identify(change.Object).Key);
        }
    }

    private sealed class Subscription(ResourceStore<T> store, Action<CacheChange<T>> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (store._writing) store._handlers.Remove(handler);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A handler of changes failed on {Kind} {Key}")]
        public static partial void HandlerFailed(ILogger logger, Exception error, string kind, EntityKey key);
    }
}
