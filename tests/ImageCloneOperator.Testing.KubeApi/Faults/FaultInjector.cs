using System.Collections.Concurrent;

namespace ImageCloneOperator.Testing.KubeApi.Faults;

/// <summary>Makes requests fail on demand, for tests.</summary>
public sealed class FaultInjector
{
    private readonly Lock _gate = new();
    private readonly List<ApiFault> _faults = [];
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _watches = new(StringComparer.Ordinal);

    /// <summary>Adds a fault; it serves <see cref="ApiFault.Times"/> matching requests and is gone then.</summary>
    public ApiFault Add(ApiFault fault)
    {
        lock (_gate) _faults.Add(fault);
        return fault;
    }

    /// <summary>Answers matching requests with an error, before anything is done.</summary>
    public ApiFault Fail(string verb, string resource, int code, int times = 1, TimeSpan? retryAfter = null) =>
        Add(new ApiFault(verb, resource) { Code = code, Times = times, RetryAfter = retryAfter });

    /// <summary>Lets matching requests wait before they are served.</summary>
    public ApiFault Delay(string verb, string resource, TimeSpan delay, int times = 1) =>
        Add(new ApiFault(verb, resource) { Delay = delay, Times = times });

    /// <summary>Does what matching requests ask, and breaks the connection instead of answering.</summary>
    public ApiFault LoseResponse(string verb, string resource, int times = 1) =>
        Add(new ApiFault(verb, resource) { LosesResponse = true, Times = times });

    /// <summary>Breaks the connections of all watches on a resource, or on all.</summary>
    public void DropWatches(string resource = "*")
    {
        foreach (var key in resource == "*" ? _watches.Keys.ToArray() : [resource])
        {
            if (_watches.TryRemove(key, out var watches)) watches.Cancel();
        }
    }

    public void Clear()
    {
        lock (_gate) _faults.Clear();
    }

    internal CancellationToken WatchesDropped(Resources.ResourceDefinition resource) =>
        _watches.GetOrAdd(resource.Plural, _ => new CancellationTokenSource()).Token;

    internal ApiFault? Take(string verb, string resource, string name)
    {
        lock (_gate)
        {
            var found = _faults.Find(fault => fault.Matches(verb, resource, name));
            if (found is not null && found.Use()) _faults.Remove(found);
            return found;
        }
    }
}
