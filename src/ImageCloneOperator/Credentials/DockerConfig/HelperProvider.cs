using System.Collections.Concurrent;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>The credentials that helper programs keep. Each program is asked once for each server.</summary>
internal sealed class HelperProvider(DockerConfigFile config) : ICredentialProvider
{
    /// <summary>What docker login calls the Hub.</summary>
    private const string HubServer = "https://index.docker.io/v1/";

    private readonly ConcurrentDictionary<(string Helper, string Server), Lazy<Task<RegistryCredential?>>> _found = new();

    /// <exception cref="CredentialHelperException">A helper failed.</exception>
    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var server = host == DockerHub.Registry ? HubServer : host;
        if (HelperOf(host, server) is not { } helper) return [];
        var asked = _found.GetOrAdd((helper, server), key => new(() => CredentialHelper.GetAsync(key.Helper, key.Server)));
        return await asked.Value.WaitAsync(cancellationToken) is { } credential ? [credential] : [];
    }

    private string? HelperOf(string host, string server) =>
        config.CredHelpers?.GetValueOrDefault(host) ?? config.CredHelpers?.GetValueOrDefault(server) ?? config.CredsStore;
}
