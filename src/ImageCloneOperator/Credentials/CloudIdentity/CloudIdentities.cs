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

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly ExpiringCache<(CloudProvider, string), IReadOnlyList<RegistryCredential>> _kept;
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
    public async Task<IReadOnlyList<RegistryCredential>> GetAsync(CloudProvider named, string host, CancellationToken cancellationToken)
    {
        var provider = named == CloudProvider.Auto ? CloudHost.ProviderOf(host) : named;
        if (!_clouds.TryGetValue(provider, out var cloud)) return [];
        // What was not there for a host that nobody named is asked for where one is.
        var scope = $"{named == CloudProvider.Auto} {cloud.ScopeOf(host)}";
        return await _kept.GetOrMakeAsync((provider, scope), () => AskAsync(cloud, host, named), cancellationToken);
    }

    public void Dispose() => _kept.Dispose();

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
}
