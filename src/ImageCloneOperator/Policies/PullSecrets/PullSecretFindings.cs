using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;

namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>What is wrong with the pull secrets of each policy, for its status.</summary>
internal sealed class PullSecretFindings
{
    private readonly ConcurrentDictionary<string, PullSecretFinding?> _found = new(StringComparer.Ordinal);

    /// <summary>Wakes the policy.</summary>
    public ChannelSource<EntityKey> Changes { get; } = new();

    /// <param name="policy">Its name.</param>
    /// <param name="finding">Null where nothing is wrong.</param>
    public void Set(string policy, PullSecretFinding? finding)
    {
        if (_found.TryGetValue(policy, out var before) && before == finding) return;
        _found[policy] = finding;
        Changes.Trigger(new EntityKey("", policy));
    }

    public void Forget(string policy) => _found.TryRemove(policy, out _);

    /// <returns>False where nobody has looked yet.</returns>
    public bool TryGet(string policy, out PullSecretFinding? finding) => _found.TryGetValue(policy, out finding);
}
