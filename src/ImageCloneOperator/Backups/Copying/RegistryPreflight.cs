using System.Collections.Concurrent;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Finds out, once for all who ask at the same time, whether a registry answers: a dead one answers slowly, and must keep no image of
/// another waiting. The policy is a part of the key, since it says how the registry is reached.
/// </summary>
internal sealed class RegistryPreflight(RegistryInspector inspector, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FreshFailure = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Policy, string Host), Ping> _pings = new();

    /// <exception cref="RegistryException">The registry gives no answer.</exception>
    public async Task EnsureAsync(string policy, RegistryEndpoint endpoint, CancellationToken cancellationToken)
    {
        // What the registry cannot say, its mirror can.
        if (endpoint.Settings.Mirror is not null) return;
        var key = (policy, endpoint.Image.Registry);
        var ping = _pings.AddOrUpdate(key, _ => Start(endpoint), (_, last) => IsStale(last) ? Start(endpoint) : last);
        if (await ping.Failure.Value.WaitAsync(cancellationToken) is { } failure)
        {
            throw new RegistryException(
                failure.Kind, failure.Operation with { Repository = endpoint.Image.Repository }, failure.Detail, failure);
        }
    }

    private Ping Start(RegistryEndpoint endpoint) => new(time.GetTimestamp(), new Lazy<Task<RegistryException?>>(() => AskAsync(endpoint)));

    private bool IsStale(Ping ping)
    {
        if (!ping.Failure.IsValueCreated || ping.Failure.Value is not { IsCompletedSuccessfully: true, Result: var failure }) return false;
        return time.GetElapsedTime(ping.At) > (failure is null ? Fresh : FreshFailure);
    }

    private async Task<RegistryException?> AskAsync(RegistryEndpoint endpoint)
    {
        try
        {
            // Bounded by itself, and not cancelled by one of those who wait for it.
            await inspector.PingAsync(endpoint, CancellationToken.None);
            return null;
        }
        catch (RegistryException failure)
        {
            return failure;
        }
    }

    private sealed record Ping(long At, Lazy<Task<RegistryException?>> Failure);
}
