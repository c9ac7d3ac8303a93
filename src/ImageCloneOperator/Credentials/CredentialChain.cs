using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials;

/// <summary>Several sources of credentials, asked one after the other for the host and repository that is being talked to.</summary>
internal sealed class CredentialChain(params IReadOnlyList<ICredentialProvider> providers) : ICredentialProvider
{
    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var found = new List<RegistryCredential>();
        foreach (var provider in providers) found.AddRange(await provider.GetAsync(host, repository, cancellationToken));
        return [.. found.Distinct()];
    }

    public async ValueTask<IReadOnlyList<RegistryCredential>> RenewAsync(
        string host, string repository, IReadOnlyList<RegistryCredential> refused, CancellationToken cancellationToken)
    {
        var found = new List<RegistryCredential>();
        foreach (var provider in providers) found.AddRange(await provider.RenewAsync(host, repository, refused, cancellationToken));
        return [.. found.Distinct()];
    }
}
