using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>All of kubelet's credential provider plugins that the operator was given; they serve after secrets.</summary>
internal sealed class CredentialPlugins(IEnumerable<CredentialPlugin> plugins) : ICredentialProvider, IDisposable
{
    private readonly CredentialPlugin[] _plugins = [.. plugins];

    /// <returns>What the plugins know, best match first; a plugin that fails knows nothing.</returns>
    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var entries = new List<CredentialEntry>();
        foreach (var plugin in _plugins.Where(plugin => plugin.Serves(host, repository)))
            entries.AddRange(await plugin.GetAsync(host, repository, cancellationToken));
        return new CredentialKeyring(entries).Find(host, repository);
    }

    public void Dispose() => Array.ForEach(_plugins, plugin => plugin.Dispose());
}
