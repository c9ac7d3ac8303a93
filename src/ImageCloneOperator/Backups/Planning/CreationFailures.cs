using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Backups.Planning;

/// <summary>The ImageBackups that the API server does not take, by policy: nothing else would tell of an image without an object.</summary>
internal sealed class CreationFailures(TimeProvider time) : IDisposable
{
    /// <summary>Longer than the longest wait between two tries: what is not tried any more is wanted no more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(20);

    private readonly ExpiringCache<(string Policy, string Name), string> _failures = new(time);

    /// <summary>Wakes the policy.</summary>
    public ChannelSource<EntityKey> Changes { get; } = new();

    public void Add(string policy, string name, string message)
    {
        _failures.Set((policy, name), message, Memory);
        Changes.Trigger(new EntityKey("", policy));
    }

    public void Remove(string policy, string name)
    {
        if (_failures.Remove((policy, name))) Changes.Trigger(new EntityKey("", policy));
    }

    /// <returns>How many there are, and the words of one; null where there are none.</returns>
    public (int Count, string Message)? Of(string policy)
    {
        var all = _failures.All.Where(failure => failure.Key.Policy == policy).OrderBy(failure => failure.Key.Name).ToList();
        return all.Count == 0 ? null : (all.Count, all[0].Value);
    }

    public void Dispose() => _failures.Dispose();
}
