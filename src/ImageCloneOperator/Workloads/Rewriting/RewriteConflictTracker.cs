using System.Collections.Concurrent;
using ImageCloneOperator.Core.Rewriting;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>
/// Remembers which images were pointed at their copies, and how often another writer has put the same original back soon after. A new
/// image, or one that comes back after longer than <see cref="Memory"/>, begins anew.
/// </summary>
internal sealed class RewriteConflictTracker(TimeProvider time)
{
    private const int Patience = 3;

    /// <summary>
    /// Flux heals once an hour where it is told so, and pipelines apply what they have every night: each time is two rollouts.
    /// </summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Pull>> _pulls = new(StringComparer.Ordinal);

    /// <summary>The images that have been put back too often; empty while the operator may go on.</summary>
    public IReadOnlyList<ContainerRewrite> Lost(string uid, RewritePlan plan) =>
        [.. plan.Changes.Where(change => ReversionsOf(uid, change) >= Patience)];

    /// <summary>The images were written.</summary>
    public void Wrote(string uid, RewritePlan plan)
    {
        var pulls =
            (_pulls.GetValueOrDefault(uid) ?? new Dictionary<string, Pull>(StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var change in plan.Changes)
        {
            if (change.Desired == change.Original) pulls.Remove(change.Container);
            else pulls[change.Container] = new Pull(change.Original, time.GetTimestamp(), ReversionsOf(uid, change));
        }

        _pulls[uid] = pulls;
    }

    public void Forget(string uid) => _pulls.TryRemove(uid, out _);

    private int ReversionsOf(string uid, ContainerRewrite change)
    {
        if (change.Current != change.Original || change.Desired == change.Original) return 0;
        var pull = _pulls.GetValueOrDefault(uid)?.GetValueOrDefault(change.Container);
        return pull?.Original == change.Original && time.GetElapsedTime(pull.At) < Memory ? pull.Reversions + 1 : 0;
    }

    /// <param name="Original">The image that was replaced.</param>
    /// <param name="At">When, as a timestamp of the clock.</param>
    /// <param name="Reversions">How often it had been put back before.</param>
    private sealed record Pull(string Original, long At, int Reversions);
}
