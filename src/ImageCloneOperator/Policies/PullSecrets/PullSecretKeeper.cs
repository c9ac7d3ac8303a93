using System.Collections.Concurrent;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>Brings the pull secrets of a policy to where they should be; what was written a short while ago is not written again.</summary>
internal sealed class PullSecretKeeper(PullSecretStore store, PullSecretNeeds needs, TimeProvider time)
{
    private const int Concurrent = 8;

    /// <summary>Each backup that gets Ready wakes its policy, and to look at all of its workloads costs.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Somebody may have deleted or changed one.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Without the right to write secrets, thousands of namespaces would be asked in vain.</summary>
    private const int EnoughRefusals = 10;

    private readonly ConcurrentDictionary<string, long> _looked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Policy, string Namespace), (string Content, long At)> _written = new();

    /// <summary>Begins a look, unless the last one was a moment ago.</summary>
    /// <returns>How long to wait; null where none is needed.</returns>
    public TimeSpan? Begin(string policy)
    {
        if (_looked.TryGetValue(policy, out var last) && BetweenLooks - time.GetElapsedTime(last) is { Ticks: > 0 } left) return left;
        _looked[policy] = time.GetTimestamp();
        return null;
    }

    /// <returns>What became of it, by namespace.</returns>
    public async Task<IReadOnlyDictionary<string, PullSecretOutcome>> WriteAsync(
        BackupPolicy policy, IReadOnlyCollection<string> namespaces, string content, CancellationToken cancellationToken)
    {
        var name = policy.Metadata.Name!;
        var outcomes = new ConcurrentDictionary<string, PullSecretOutcome>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrent, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(namespaces, options, async (ns, token) =>
        {
            if (Refusal(outcomes) is { } hopeless) outcomes[ns] = hopeless;
            else if (IsFresh((name, ns), content)) outcomes[ns] = PullSecretOutcome.Written;
            else outcomes[ns] = await WriteAsync(policy, ns, content, token);
        });
        return outcomes;
    }

    /// <summary>Deletes those that nothing names any more.</summary>
    /// <returns>What became of it, by namespace.</returns>
    public async Task<IReadOnlyDictionary<string, PullSecretOutcome>> DeleteAsync(
        string policy, IEnumerable<string> namespaces, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, PullSecretOutcome>(StringComparer.Ordinal);
        foreach (var ns in namespaces)
        {
            _written.TryRemove((policy, ns), out _);
            outcomes[ns] = await needs.IsNamedAsync(ns, ManagedPullSecret.NameOf(policy), cancellationToken)
                ? PullSecretOutcome.Written
                : await store.DeleteAsync(policy, ns, cancellationToken);
        }

        return outcomes;
    }

    public void Forget(string policy)
    {
        _looked.TryRemove(policy, out _);
        foreach (var key in _written.Keys.Where(key => key.Policy == policy)) _written.TryRemove(key, out _);
    }

    private async Task<PullSecretOutcome> WriteAsync(BackupPolicy policy, string ns, string content, CancellationToken cancellationToken)
    {
        var key = (policy.Metadata.Name!, ns);
        var outcome = await store.WriteAsync(policy, ns, content, cancellationToken);
        if (outcome.IsThere) _written[key] = (content, time.GetTimestamp());
        else _written.TryRemove(key, out _);
        return outcome;
    }

    /// <summary>Not all at the same time.</summary>
    private bool IsFresh((string Policy, string Namespace) key, string content) =>
        _written.TryGetValue(key, out var written)
        && written.Content == content
        && time.GetElapsedTime(written.At) < Fresh * (1 - (0.2 * Random.Shared.NextDouble()));

    private static PullSecretOutcome? Refusal(ConcurrentDictionary<string, PullSecretOutcome> outcomes) =>
        outcomes.Count >= EnoughRefusals && outcomes.Values.All(outcome => outcome.Refusal is not null) ? outcomes.Values.First() : null;
}
