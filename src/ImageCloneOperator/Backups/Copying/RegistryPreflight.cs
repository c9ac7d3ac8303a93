using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Finds out, once for all who ask at the same time, whether a registry answers: a dead one answers slowly, and must keep no image of
/// another waiting. The policy is a part of the key, since it says how the registry is reached.
/// </summary>
internal sealed class RegistryPreflight(RegistryInspector inspector, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan KeepGood = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepBad = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<(string Policy, string Host), RegistryException?> _failures = new(time);

    /// <exception cref="RegistryException">The registry gives no answer.</exception>
    public async Task EnsureAsync(string policy, RegistryEndpoint endpoint, CancellationToken cancellationToken)
    {
        // Its mirror answers where the registry does not.
        if (endpoint.Settings.Mirror is not null) return;
        if (await _failures.GetOrMakeAsync((policy, endpoint.Image.Registry), () => AskAsync(endpoint), cancellationToken) is { } failure)
        {
            throw new RegistryException(
                failure.Kind, failure.Operation with { Repository = endpoint.Image.Repository }, failure.Detail, failure)
            {
                Withheld = failure.Withheld,
            };
        }
    }

    public void Dispose() => _failures.Dispose();

    private async Task<(RegistryException? Failure, TimeSpan Keep)> AskAsync(RegistryEndpoint endpoint)
    {
        try
        {
            // Bounded by itself, and not cancelled by one of those who wait for it.
            await inspector.PingAsync(endpoint, CancellationToken.None);
            return (null, KeepGood);
        }
        catch (RegistryException failure)
        {
            return (failure, KeepBad);
        }
    }
}
