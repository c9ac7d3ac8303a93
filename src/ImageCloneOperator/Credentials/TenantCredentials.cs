using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials;

/// <summary>
/// The credentials that namespaces bring along, the best match of each first: however many one of them brings, and however exactly they
/// match, those of another are tried as early.
/// </summary>
internal sealed class TenantCredentials(IEnumerable<IEnumerable<CredentialEntry>> namespaces) : ICredentialProvider
{
    private readonly List<CredentialKeyring> _keyrings = [.. namespaces.Select(entries => new CredentialKeyring(entries))];

    public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RegistryCredential>>(
            [.. FairOrder.Of(_keyrings.Select(keyring => keyring.Find(host, repository)))]);
}
