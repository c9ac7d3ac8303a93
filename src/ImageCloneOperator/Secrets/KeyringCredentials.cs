using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Secrets;

/// <summary>The credentials of a keyring for the one image that an endpoint is about.</summary>
internal sealed class KeyringCredentials(CredentialKeyring keyring, ImageReference image) : ICredentialSource
{
    public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(keyring.Find(image));
}
