using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry;

/// <summary>No credentials for anyone.</summary>
public sealed class AnonymousCredentials : ICredentialProvider
{
    private AnonymousCredentials()
    {
    }

    public static AnonymousCredentials Instance { get; } = new();

    public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RegistryCredential>>([]);
}
