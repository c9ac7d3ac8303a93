using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>The state that all copies share about one host: how many requests it bears, and until when it wants to be left alone.</summary>
/// <param name="host">Its name.</param>
/// <param name="options">How many requests at once.</param>
/// <param name="hosts">The pauses, by host or account.</param>
/// <param name="time">Tells when they are over.</param>
/// <param name="account">Where a registry counts requests by accounts, one that is over its limit is no reason to spare others.</param>
internal sealed class HostLimits(
    string host, RegistryClientOptions options, SharedHosts hosts, TimeProvider time, string account = "")
{
    /// <summary>Tenants bring their own; more of them share what those without one have.</summary>
    private const int MaxAccounts = 200;
    private const int HashBytes = 8;

    private readonly ConcurrentDictionary<string, HostLimits> _accounts = new(StringComparer.Ordinal);

    private readonly RequestLane[] _lanes = [.. Enum.GetValues<RequestBudget>().Select(_ => new RequestLane(
        new AdaptiveLimiter(options.InitialRequestsPerHost, options.MaxRequestsPerHost, time, hosts), new RequestPace(time)))];

    public string Host { get; } = host;

    /// <summary>Slots for uploads of large blobs; small ones need only a request's turn.</summary>
    public AdaptiveLimiter LargeUploads { get; } = new(options.MaxLargeUploadsPerHost, options.MaxLargeUploadsPerHost, time, hosts);

    public DateTimeOffset PausedUntil => hosts.PausedUntil(Host + account);

    /// <summary>Those of an account at the host; null for requests that show no credential.</summary>
    public HostLimits Of(string? name)
    {
        if (name is null) return this;
        // The pauses are told to other replicas, where anybody may read them.
        var key = $"#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes))}";
        if (_accounts.TryGetValue(key, out var known)) return known;
        return _accounts.Count < MaxAccounts ? _accounts.GetOrAdd(key, new HostLimits(Host, options, hosts, time, key)) : this;
    }

    public async ValueTask<GateLease> EnterAsync(RequestBudget budget, RegistryOperation operation, CancellationToken cancellationToken)
    {
        await WaitForPauseAsync(operation, cancellationToken);
        var lane = _lanes[(int)budget];
        await lane.Pace.TakeAsync(cancellationToken);
        await lane.Slots.EnterAsync(cancellationToken);
        return new GateLease(lane.Slots);
    }

    public void PauseUntil(DateTimeOffset until) => hosts.Pause(Host + account, until);

    /// <summary>The host is overloaded, or broke off.</summary>
    public void Complained(RequestBudget budget) => _lanes[(int)budget].Slots.Shrink();

    /// <summary>The host refused a request for its rate.</summary>
    public void Refused(RequestBudget budget) => _lanes[(int)budget].Pace.Refused();

    public void Served(RequestBudget budget) => _lanes[(int)budget].Pace.Served();

    private async ValueTask WaitForPauseAsync(RegistryOperation operation, CancellationToken cancellationToken)
    {
        for (var wait = PausedUntil - time.GetUtcNow(); wait > TimeSpan.Zero; wait = PausedUntil - time.GetUtcNow())
        {
            if (wait > options.LongestWait)
            {
                throw new RegistryException(
                    RegistryErrorKind.RateLimited, operation, $"the registry asked to wait; it is asked again from {PausedUntil:u} on")
                {
                    RetryAt = PausedUntil,
                };
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
