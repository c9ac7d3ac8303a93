using ImageCloneOperator.Kubernetes.Resources;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Keys by the values that a function takes from their objects. Its owner locks around every call.</summary>
internal sealed partial class SecondaryIndex<T>(string name, string kind, Func<T, IEnumerable<string>> values, ILogger logger)
    where T : class
{
    private readonly Dictionary<string, HashSet<EntityKey>> _buckets = new(StringComparer.Ordinal);

    public IReadOnlyCollection<EntityKey> Find(string value) => _buckets.TryGetValue(value, out var keys) ? keys : [];

    public void Add(EntityKey key, T entity)
    {
        foreach (var value in ValuesOf(key, entity))
        {
            if (!_buckets.TryGetValue(value, out var keys)) _buckets[value] = keys = [];
            keys.Add(key);
        }
    }

    public void Remove(EntityKey key, T entity)
    {
        foreach (var value in ValuesOf(key, entity))
        {
            if (_buckets.TryGetValue(value, out var keys) && keys.Remove(key) && keys.Count is 0) _buckets.Remove(value);
        }
    }

    // An object that the function cannot bear must not keep all others out of the cache.
    private List<string> ValuesOf(EntityKey key, T entity)
    {
        try
        {
            return [.. values(entity)];
        }
        catch (Exception error)
        {
            Log.IndexFailed(logger, error, name, kind, key);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The index '{Name}' failed on {Kind} {Key}")]
        public static partial void IndexFailed(ILogger logger, Exception error, string name, string kind, EntityKey key);
    }
}
