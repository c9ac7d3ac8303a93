using System.Diagnostics.Metrics;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>How often caches list and why their watches end; the tag <c>resource</c> names the kind.</summary>
public sealed class CacheMetrics
{
    private readonly Counter<long> _lists;
    private readonly Counter<long> _restarts;
    private readonly Counter<long> _events;

    public CacheMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(KubernetesMeter.Name);
        _lists = meter.CreateCounter<long>("kubernetes.cache.lists", "{list}", "Whole lists read into a cache");
        _restarts = meter.CreateCounter<long>(
            "kubernetes.cache.watch.restarts", "{restart}", "Watches that ended and began anew, by reason");
        _events = meter.CreateCounter<long>("kubernetes.cache.watch.events", "{event}", "Changes that watches reported");
    }

    internal void Listed(string resource) => _lists.Add(1, Resource(resource));

    internal void Restarted(string resource, WatchEnd reason) =>
        _restarts.Add(1, Resource(resource), new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal void Changed(string resource) => _events.Add(1, Resource(resource));

    private static KeyValuePair<string, object?> Resource(string resource) => new("resource", resource);
}
