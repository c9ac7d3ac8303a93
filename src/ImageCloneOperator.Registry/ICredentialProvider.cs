using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry;

/// <summary>Finds credentials when they are needed. None means anonymous access.</summary>
public interface ICredentialProvider
{
    /// <returns>All that match, best first; each is tried in turn.</returns>
    ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken);

    /// <summary>Looks for others, since the host has refused these: what was kept may have ended.</summary>
    ValueTask<IReadOnlyList<RegistryCredential>> RenewAsync(
        string host, string repository, IReadOnlyList<RegistryCredential> refused, CancellationToken cancellationToken) =>
        GetAsync(host, repository, cancellationToken);
}
