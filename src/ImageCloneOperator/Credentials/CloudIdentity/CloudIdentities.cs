using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Credentials.Clouds;
using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>Logs in to registries of clouds as the pod that this is. A token is kept until shortly before it ends.</summary>
internal sealed class CloudIdentities : IDisposable
{
    /// <summary>How long before its end a token is no longer begun with.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>A cloud that refuses, or does not answer, must not be asked once for each of a thousand images.</summary>
    private static readonly TimeSpan KeepRefusal = TimeSpan.FromSeconds(10);

    /// <summary>A metadata server may come up after the pod.</summary>
    private static readonly TimeSpan KeepAbsence = TimeSpan.FromMinutes(1);

    /// <summary>How long a token is kept at least that registries refuse.</summary>
    private static readonly TimeSpan KeepRefused = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly ExpiringCache<(CloudProvider, string), Kept> _kept;
    private readonly Dictionary<CloudProvider, ICloud> _clouds;
    private readonly CloudEnvironment _environment;
    private readonly TimeProvider _time;

    public CloudIdentities(CloudHttp http, CloudEnvironment environment, TimeProvider time)
    {
        (_environment, _time, _kept) = (environment, time, new(time));
        _clouds = new()
        {
            [CloudProvider.AWS] = new AwsCloud(http, environment, time),
            [CloudProvider.Google] = new GoogleCloud(http, environment, time),
            [CloudProvider.Azure] = new AzureCloud(http, environment, time),
        };
    }

    /// <param name="named">What the user says of the registry.</param>
    /// <param name="host">The registry.</param>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    /// <returns>
    /// One that says its problem where the cloud gives none; nothing where the registry is of no cloud, or nobody named the cloud and
    /// there is no identity of it.
    /// </returns>
    public async Task<IReadOnlyList<RegistryCredential>> GetAsync(CloudProvider named, string host, CancellationToken cancellationToken) =>
        CloudOf(named, host) is var (cloud, key) ? (await AskAsync(cloud, key, host, named, cancellationToken)).Credentials : [];

    /// <summary>The same, after the registry has refused these: a token may be taken back before its end.</summary>
    public async Task<IReadOnlyList<RegistryCredential>> RenewAsync(
        CloudProvider named, string host, IReadOnlyList<RegistryCredential> refused, CancellationToken cancellationToken)
    {
        if (CloudOf(named, host) is not var (cloud, key)) return [];
        var kept = await AskAsync(cloud, key, host, named, cancellationToken);
        // An account that lacks a right is refused with each token: the cloud is not asked for one each time.
        if (!kept.Credentials.Any(refused.Contains) || _time.GetElapsedTime(kept.Since) < KeepRefused) return kept.Credentials;
        _kept.Remove(key);
        return (await AskAsync(cloud, key, host, named, cancellationToken)).Credentials;
    }

    public void Dispose() => _kept.Dispose();

    private (ICloud Cloud, (CloudProvider, string) Key)? CloudOf(CloudProvider named, string host)
    {
        var provider = named == CloudProvider.Auto ? CloudHost.ProviderOf(host) : named;
        // What was not there for a host that nobody named is asked for where one is.
        return _clouds.TryGetValue(provider, out var cloud)
            ? (cloud, (provider, $"{named == CloudProvider.Auto} {cloud.ScopeOf(host)}"))
            : null;
    }

    private Task<Kept> AskAsync(
        ICloud cloud, (CloudProvider, string) key, string host, CloudProvider named, CancellationToken cancellationToken) =>
        _kept.GetOrMakeAsync(
            key,
            async () =>
            {
                var (credentials, keep) = await AskAsync(cloud, host, named);
                return (new Kept(credentials, _time.GetTimestamp()), keep);
            },
            cancellationToken);

    private async Task<(IReadOnlyList<RegistryCredential> Value, TimeSpan Keep)> AskAsync(ICloud cloud, string host, CloudProvider named)
    {
        using var bound = new CancellationTokenSource(Bound, _time);
        var isNamed = named != CloudProvider.Auto;
        try
        {
            var token = await cloud.TokenAsync(host, isNamed || _environment.IsPod, bound.Token);
            var life = token.Ends - _time.GetUtcNow();
            return ([token.Credential], life - (life > Margin * 2 ? Margin : life / 5));
        }
        catch (CloudIdentityException absent) when (absent.IsAbsent && !isNamed)
        {
            return ([], KeepAbsence);
        }
        catch (CloudIdentityException refused)
        {
            return ([new RegistryCredential { Problem = refused.Message }], KeepRefusal);
        }
        catch (OperationCanceledException)
        {
            return ([new RegistryCredential { Problem = $"the cloud did not answer within {Bound.TotalSeconds} s" }], KeepRefusal);
        }
    }

    /// <param name="Credentials">What the cloud gave.</param>
    /// <param name="Since">When, as a timestamp.</param>
    private sealed record Kept(IReadOnlyList<RegistryCredential> Credentials, long Since);
}
