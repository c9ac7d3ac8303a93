using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>Deletes tags at a policy's target.</summary>
internal sealed class TargetTags(RegistryEndpointResolver access, TargetMaintenance maintenance)
{
    /// <returns>Null when the tag is gone; else why it stays.</returns>
    /// <exception cref="RegistryException">The registry failed in a way that may pass.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<string?> DeleteAsync(Policy policy, ExpiredTag tag, CancellationToken cancellationToken)
    {
        var endpoint = await access.TargetAsync(policy, tag.Tag, cancellationToken);
        try
        {
            return await maintenance.DeleteAsync(endpoint, tag.Digest, tag.ByDigest, cancellationToken);
        }
        catch (RegistryException refused) when (!refused.IsTransient)
        {
            return refused.Message;
        }
    }
}
