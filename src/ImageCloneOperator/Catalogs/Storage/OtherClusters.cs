using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Catalogs.Storage;

/// <summary>What other clusters have at the target of a policy, by their current catalogues there.</summary>
internal sealed class OtherClusters(CatalogStore store, ClusterName own)
{
    /// <exception cref="RegistryException">The catalogues cannot be listed, or one of them cannot be read.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<IReadOnlyCollection<BackupClaim>> ReadAsync(Policy policy, CancellationToken cancellationToken)
    {
        var claims = new List<BackupClaim>();
        foreach (var tag in (await store.ListAsync(policy, cancellationToken)).Where(IsForeign))
            claims.AddRange(await store.ReadClaimsAsync(policy, tag, cancellationToken));
        return claims;
    }

    /// <summary>While this cluster's own name is not known, its own catalogues count as foreign: they keep what they name.</summary>
    private bool IsForeign(string tag) => CatalogTag.ClusterOf(tag) is { } cluster && cluster != own.Value;
}
