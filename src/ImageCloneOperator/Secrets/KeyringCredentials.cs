using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Secrets.Plugins;

namespace ImageCloneOperator.Secrets;

/// <summary>The credentials of a keyring for the one image that an endpoint is about, and after them those of plugins.</summary>
internal sealed class KeyringCredentials(CredentialKeyring keyring, CredentialPlugins plugins, ImageReference image) : ICredentialSource
{
    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        [.. keyring.Find(image).Concat(await plugins.FindAsync(image, cancellationToken)).Distinct()];
}
