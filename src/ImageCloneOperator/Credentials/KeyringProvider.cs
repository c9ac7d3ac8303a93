using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials;

/// <summary>The credentials of secrets or of a Docker config, by the rules of kubelet.</summary>
internal sealed class KeyringProvider(IEnumerable<CredentialEntry> entries) : ICredentialProvider
{
    private readonly CredentialKeyring _keyring = new(entries);

    public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keyring.Find(host, repository));
}
