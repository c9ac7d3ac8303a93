using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry;

/// <summary>The same credentials whatever is asked for.</summary>
public sealed class FixedCredentials(params IReadOnlyList<RegistryCredential> credentials) : ICredentialProvider
{
    public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(credentials);
}
