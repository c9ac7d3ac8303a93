using System.Collections.Concurrent;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>
/// The credentials that helper programs keep. Each program is asked once for each server. One that fails matters only where the registry
/// wants a credential and no other serves.
/// </summary>
internal sealed class HelperProvider(IReadOnlyDictionary<string, string> helpers, string? store) : ICredentialProvider
{
    /// <summary>The Hub's name in docker login.</summary>
    private const string HubServer = "https://index.docker.io/v1/";

    private readonly ConcurrentDictionary<(string Helper, string Server), Lazy<Task<RegistryCredential?>>> _found = new();

    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var server = host == DockerHub.Registry ? HubServer : host;
        if (HelperOf(host, server) is not { } helper) return [];
        var asked = _found.GetOrAdd((helper, server), key => new(() => AskAsync(key.Helper, key.Server)));
        return await asked.Value.WaitAsync(cancellationToken) is { } credential ? [credential] : [];
    }

    private string? HelperOf(string host, string server) => helpers.GetValueOrDefault(host) ?? helpers.GetValueOrDefault(server) ?? store;

    private static async Task<RegistryCredential?> AskAsync(string helper, string server)
    {
        try
        {
            return await CredentialHelper.GetAsync(helper, server);
        }
        catch (CredentialHelperException e)
        {
            return new RegistryCredential { Problem = e.Message };
        }
    }
}
