using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Secrets.Plugins;

/// <summary>All of kubelet's credential provider plugins that the operator was given; they serve after secrets.</summary>
internal sealed class CredentialPlugins(IEnumerable<CredentialPlugin> plugins) : IDisposable
{
    private readonly CredentialPlugin[] _plugins = [.. plugins];

    /// <summary>What the plugins know for the image, best match first; a plugin that fails knows nothing.</summary>
    public async ValueTask<IReadOnlyList<RegistryCredential>> FindAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var entries = new List<CredentialEntry>();
        foreach (var plugin in _plugins.Where(plugin => plugin.Serves(image))) entries.AddRange(await plugin.GetAsync(image, cancellationToken));
        return new CredentialKeyring(entries).Find(image);
    }

    public void Dispose() => Array.ForEach(_plugins, plugin => plugin.Dispose());
}
