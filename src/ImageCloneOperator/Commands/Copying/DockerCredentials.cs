using System.Collections.Concurrent;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Copying;

/// <summary>What <c>docker login</c> has left: a helper's credential first, then those in the file by their match.</summary>
internal sealed class DockerCredentials(DockerConfigFile config) : ICredentialSource
{
    private const string Hub = "docker.io";

    /// <summary>What docker login calls the Hub.</summary>
    private const string HubServer = "https://index.docker.io/v1/";

    private readonly CredentialKeyring _keyring = new(config.Entries);
    private readonly ConcurrentDictionary<(string Helper, string Server), Lazy<Task<RegistryCredential?>>> _fromHelpers = new();

    public static async Task<DockerCredentials> LoadAsync(string path, CancellationToken cancellationToken) =>
        new(await DockerConfigFile.ReadAsync(path, cancellationToken));

    /// <exception cref="CredentialHelperException">A helper failed.</exception>
    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var inFile = _keyring.Find(ImageReference.Parse($"{host}/{repository}"));
        var server = host == Hub ? HubServer : host;
        if (HelperOf(host, server) is not { } helper)
            return inFile;
        var found = await _fromHelpers
            .GetOrAdd((helper, server), key => new(() => CredentialHelper.GetAsync(key.Helper, key.Server)))
            .Value.WaitAsync(cancellationToken);
        return found is null ? inFile : [found, .. inFile];
    }

    private string? HelperOf(string host, string server) =>
        config.CredHelpers?.GetValueOrDefault(host) ?? config.CredHelpers?.GetValueOrDefault(server) ?? config.CredsStore;
}
