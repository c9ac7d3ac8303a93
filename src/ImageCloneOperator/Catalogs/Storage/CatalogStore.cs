using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Artifacts;

namespace ImageCloneOperator.Catalogs.Storage;

/// <summary>The catalogue of a policy at its target, with the policy's credentials.</summary>
internal sealed class CatalogStore(
    RegistryEndpointResolver access, ArtifactStore artifacts, RegistryInspector inspector, TargetMaintenance maintenance)
{
    /// <returns>None when there is none that can be understood: a new one takes its place.</returns>
    /// <exception cref="RegistryException">The registry would not say.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<CatalogDocument?> ReadAsync(Policy policy, string tag, CancellationToken cancellationToken)
    {
        var endpoint = await EndpointAsync(policy, tag, cancellationToken);
        try
        {
            var content = await artifacts.ReadAsync(endpoint, CatalogFormat.MediaType, CatalogFormat.MaxBytes, cancellationToken);
            return content is null ? null : CatalogFormat.Read(content);
        }
        catch (Exception unreadable)
            when (unreadable is FormatException or RegistryException { Kind: RegistryErrorKind.Corrupt or RegistryErrorKind.Unsupported })
        {
            return null;
        }
    }

    /// <summary>The tags of the catalogues of all clusters, with their restore points.</summary>
    /// <exception cref="RegistryException">The registry does not list them.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(Policy policy, CancellationToken cancellationToken) =>
        await inspector.ListTagsAsync(await EndpointAsync(policy, CatalogTag.Repository, cancellationToken), cancellationToken);

    /// <returns>What the catalogue says that its cluster has; none where it is gone.</returns>
    /// <exception cref="RegistryException">It cannot be read or understood: then nobody knows.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<IReadOnlyList<BackupClaim>> ReadClaimsAsync(Policy policy, string tag, CancellationToken cancellationToken)
    {
        var endpoint = await EndpointAsync(policy, tag, cancellationToken);
        var content = await artifacts.ReadAsync(endpoint, CatalogFormat.MediaType, CatalogFormat.MaxBytes, cancellationToken);
        if (content is null) return [];
        try
        {
            return [.. CatalogClaims.Of(CatalogFormat.Read(content), tag)];
        }
        catch (FormatException malformed)
        {
            var operation = new RegistryOperation($"read catalogue {tag}", endpoint.Image.Registry, endpoint.Image.Repository);
            throw new RegistryException(
                RegistryErrorKind.Corrupt, operation, malformed.Message, malformed, "Delete that tag, or let its cluster write it anew.");
        }
    }

    /// <summary>The restore point first: the latest catalogue is one of them at any time.</summary>
    /// <exception cref="RegistryException">The registry refused it.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task WriteAsync(Policy policy, CatalogDocument document, CancellationToken cancellationToken)
    {
        var (cluster, name) = (document.Cluster, document.Policy);
        string[] tags = [CatalogTag.Point(cluster, name, document.Time), CatalogTag.Latest(cluster, name)];
        await artifacts.WriteAsync(
            await EndpointAsync(policy, tags[1], cancellationToken),
            CatalogFormat.MediaType,
            CatalogFormat.Write(document),
            tags,
            cancellationToken);
    }

    /// <summary>Deletes the restore points that are no longer kept, where the registry deletes anything.</summary>
    /// <exception cref="RegistryException">The registry failed.</exception>
    public async Task TrimAsync(Policy policy, string latest, CatalogRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tags = await ListAsync(policy, cancellationToken);
        foreach (var tag in new RestorePoints(latest, tags).Expired(rule.Keep, rule.KeepFor, now))
        {
            var endpoint = await EndpointAsync(policy, tag, cancellationToken);
            if (await inspector.ResolveAsync(endpoint, cancellationToken) is { } there)
                await maintenance.DeleteAsync(endpoint, there.Digest, byDigest: true, cancellationToken);
        }
    }

    private Task<RegistryEndpoint> EndpointAsync(Policy policy, string tag, CancellationToken cancellationToken) =>
        access.TargetAsync(policy, policy.Target.Own(CatalogTag.Repository, tag), cancellationToken);
}
