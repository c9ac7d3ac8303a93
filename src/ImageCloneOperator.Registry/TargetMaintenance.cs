using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry;

/// <summary>Checks that a target can be written, and removes tags from it.</summary>
public sealed class TargetMaintenance(RegistryClient client)
{
    /// <summary>Reaches the registry, authenticates, and opens and cancels an upload to the endpoint's repository.</summary>
    /// <exception cref="RegistryException">Pushing there would fail, and why.</exception>
    public async Task CheckPushAsync(RegistryEndpoint target, CancellationToken cancellationToken = default)
    {
        var uploads = client.Open(target, new RequestCounter()).Uploads;
        await uploads.CancelAsync(await uploads.StartAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Removes the tag that anchors a digest, which gives it up to the registry's garbage collection.</summary>
    /// <returns>False where there was no anchor, or the registry does not delete tags.</returns>
    public Task<bool> UntagAsync(RegistryEndpoint target, Digest digest, CancellationToken cancellationToken = default) =>
        client.Open(target, new RequestCounter()).Manifests.DeleteAsync(AnchorTag.For(digest), cancellationToken);

    /// <summary>
    /// Deletes the endpoint's tag; where the registry deletes no tags, its digest if allowed, which takes all tags of that digest along.
    /// </summary>
    /// <returns>False where the registry would not delete the tag, and the digest was not to be deleted.</returns>
    public async Task<bool> DeleteAsync(RegistryEndpoint target, bool byDigest, CancellationToken cancellationToken = default)
    {
        var manifests = client.Open(target, new RequestCounter()).Manifests;
        var reference = target.Image.FetchKey;
        if (await manifests.HeadAsync(reference, cancellationToken) is not { } there) return true;
        return await manifests.DeleteAsync(reference, cancellationToken)
            || (byDigest && await manifests.DeleteAsync(there.Digest.ToString(), cancellationToken));
    }
}
