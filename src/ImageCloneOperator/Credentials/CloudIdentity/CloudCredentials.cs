using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Credentials.Clouds;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>The identity of the pod, for hosts that no secret serves.</summary>
/// <param name="secrets">What wins.</param>
/// <param name="identities">What is asked else.</param>
/// <param name="providerOf">What the user says of a host.</param>
internal sealed class CloudCredentials(ICredentialProvider secrets, CloudIdentities identities, Func<string, CloudProvider> providerOf)
    : ICredentialProvider
{
    public async ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var found = await secrets.GetAsync(host, repository, cancellationToken);
        return found.Count > 0 ? found : await identities.GetAsync(providerOf(host), host, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<RegistryCredential>> RenewAsync(
        string host, string repository, IReadOnlyList<RegistryCredential> refused, CancellationToken cancellationToken)
    {
        var found = await secrets.RenewAsync(host, repository, refused, cancellationToken);
        return found.Count > 0 ? found : await identities.RenewAsync(providerOf(host), host, refused, cancellationToken);
    }
}
