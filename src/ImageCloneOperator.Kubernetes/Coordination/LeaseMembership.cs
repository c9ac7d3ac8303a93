using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>
/// Membership by a <c>coordination.k8s.io</c> Lease of each replica's own. Which others live is judged by their renewals as this replica
/// sees them, and its own renewals are the clock: where not even those are seen, the watch is at fault and nobody is taken for dead.
/// </summary>
public sealed partial class LeaseMembership : IMembership, IDisposable
{
    private readonly IKubernetesClient _client;
    private readonly MembershipOptions _options;
    private readonly IResourceCache<V1Lease> _leases;
    private readonly LeaseElection _own;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseMembership> _logger;
    private readonly IDisposable _subscription;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sighting> _seen = new(StringComparer.Ordinal);
    private Action? _changed;
    private MemberSet _members = MemberSet.Empty;
    private int _ownRenewals;

    public LeaseMembership(
        IKubernetesClient client, MembershipOptions options, IResourceCache<V1Lease> leases, TimeProvider time, ILoggerFactory loggers)
    {
        (_client, _options, _leases, _time) = (client, options, leases, time);
        _logger = loggers.CreateLogger<LeaseMembership>();
        _own = new LeaseElection(client, options.Lease, time, loggers.CreateLogger<LeaseElection>());
        _subscription = leases.Subscribe(See);
    }

    public string Name => _options.Name;

    public MemberSet Members => _own.IsLeader ? Volatile.Read(ref _members) : MemberSet.Empty;

    public int Shares
    {
        get { lock (_gate) return Math.Max(1, _seen.Count); }
    }

    public IDisposable Subscribe(Action changed)
    {
        lock (_gate) _changed += changed;
        return new Subscription(this, changed);
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _leases.WaitForSyncAsync(cancellationToken);

    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sweeping = SweepAsync(ended.Token);
        try
        {
            // Only then do the first own renewals come after the leases of those who are there already.
            await WaitForSyncAsync(cancellationToken);
            await _own.RunAsync(joined => TakePartAsync(work, joined), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // There was nothing to take part in yet.
        }
        finally
        {
            await ended.CancelAsync();
            await sweeping;
        }
    }

    public void Dispose() => _subscription.Dispose();

    private async Task TakePartAsync(Func<CancellationToken, Task> work, CancellationToken joined)
    {
        try
        {
            await work(joined);
        }
        finally
        {
            lock (_gate) (_ownRenewals, _members) = (0, MemberSet.Empty);
        }
    }

    private void See(CacheChange<V1Lease> change)
    {
        var name = change.Object.Metadata.Name!;
        int before, shares;
        lock (_gate)
        {
            before = _seen.Count;
            if (change.IsDeleted) _seen.Remove(name);
            else _seen[name] = new Sighting(_time.GetTimestamp(), DurationOf(change.New!));
            if (name == Name) SeeOwn(change.IsDeleted);
            shares = _seen.Count;
        }

        if (Judge() || before != shares) _changed?.Invoke();
    }

    /// <summary>An own renewal has come back: whoever was not heard of for a lease's time before it is dead.</summary>
    private void SeeOwn(bool isDeleted)
    {
        _ownRenewals = isDeleted ? 0 : _ownRenewals + 1;
        foreach (var (name, sighting) in _seen.Where(member => _time.GetElapsedTime(member.Value.At) > member.Value.Duration).ToList())
            _seen[name] = sighting with { IsDead = true };
    }

    /// <summary>
    /// One that has just come waits for its second renewal, where there are others: they let go meanwhile what it takes over.
    /// </summary>
    /// <returns>Whether the members are others than before.</returns>
    private bool Judge()
    {
        lock (_gate)
        {
            var live = _seen.Where(member => !member.Value.IsDead).Select(member => member.Key).ToList();
            var joined = _ownRenewals > 1 || (_ownRenewals == 1 && (_members.Count > 0 || live.Count == 1));
            var now = joined ? new MemberSet(live) : MemberSet.Empty;
            if (now.SequenceEqual(_members)) return false;
            Volatile.Write(ref _members, now);
            Log.Changed(_logger, now.Count, now);
            return true;
        }
    }

    /// <summary>Deletes the leases of those that have died: nobody else would.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.LeaseDuration, _time, cancellationToken);
                foreach (var name in Forgotten()) await DeleteAsync(name, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The work is over.
        }
    }

    private List<string> Forgotten()
    {
        lock (_gate)
        {
            return
            [
                .. _seen.Where(member => member.Value.IsDead && _time.GetElapsedTime(member.Value.At) > _options.Forgotten)
                    .Select(member => member.Key),
            ];
        }
    }

    private async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (_leases.Get(new EntityKey(_options.Namespace, name)) is not { } lease) return;
        try
        {
            // Of one that has come back to life in this very moment it stays.
            var same = new V1DeleteOptions { Preconditions = new() { ResourceVersion = lease.Metadata.ResourceVersion } };
            await _client.DeleteAsync<V1Lease>(name, _options.Namespace, same, cancellationToken);
        }
        catch (ClusterException failed)
        {
            Log.NotDeleted(_logger, name, failed.Message);
        }
    }

    private TimeSpan DurationOf(V1Lease lease) =>
        lease.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.LeaseDuration;

    /// <param name="At">When a renewal was last seen (a timestamp).</param>
    private sealed record Sighting(long At, TimeSpan Duration, bool IsDead = false);

    private sealed class Subscription(LeaseMembership membership, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (membership._gate) membership._changed -= changed;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} replicas share the work: {Members}")]
        public static partial void Changed(ILogger logger, int count, MemberSet members);

        [LoggerMessage(Level = LogLevel.Information, Message = "The lease of {Member}, which has died, was not deleted: {Reason}")]
        public static partial void NotDeleted(ILogger logger, string member, string reason);
    }
}
