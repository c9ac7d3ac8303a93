using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Copying.Graphs;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry;

/// <summary>Checks that a target can be written, and moves and removes tags in it.</summary>
public sealed class TargetMaintenance(RegistryClient client)
{
    /// <summary>So many are read, one by one, before content is deleted; with more, it stays.</summary>
    private const int MostTags = 1000;

    /// <summary>Reaches the registry, authenticates, and opens and cancels an upload to the endpoint's repository.</summary>
    /// <exception cref="RegistryException">Pushing there would fail, and why.</exception>
    public async Task CheckPushAsync(RegistryEndpoint target, CancellationToken cancellationToken = default)
    {
        var uploads = client.Open(target, new RequestCounter()).Uploads;
        await uploads.CancelAsync(await uploads.StartAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Points a tag of the endpoint's repository at a digest that the repository has.</summary>
    /// <exception cref="RegistryException">The tag may not be moved, or the digest is not there.</exception>
    public async Task TagAsync(RegistryEndpoint target, Digest digest, string tag, CancellationToken cancellationToken = default)
    {
        var manifests = client.Open(target, new RequestCounter()).Manifests;
        // A registry whose tags do not move may refuse even what the tag has.
        if ((await manifests.HeadAsync(tag, cancellationToken))?.Digest == digest) return;
        await manifests.PutAsync(tag, await manifests.GetAsync(digest.ToString(), cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Deletes the endpoint's tag while it points to <paramref name="expected"/>; where the registry deletes no tags, the content, which
    /// takes all its tags along, if that is allowed and no other tag of the repository has it.
    /// </summary>
    /// <returns>Null when the tag is gone; else why it stays.</returns>
    /// <exception cref="RegistryException">The registry would not say what is there, or failed.</exception>
    public async Task<string?> DeleteAsync(
        RegistryEndpoint target, Digest expected, bool byDigest, CancellationToken cancellationToken = default)
    {
        var manifests = client.Open(target, new RequestCounter()).Manifests;
        var tag = target.Image.FetchKey;
        if (await manifests.HeadAsync(tag, cancellationToken) is not { } there) return null;
        if (there.Digest != expected) return $"it now has {there.Digest}, which another writer has put there";
        if (await manifests.DeleteAsync(tag, cancellationToken) is not { } refusal) return null;
        if (!byDigest) return $"the registry deletes no single tags, and others use its content: {refusal}";
        var operation = new RegistryOperation("look for other uses of the content", target.Image.Registry, target.Image.Repository);
        using var large = client.LargeGraphs.Open();
        return await HolderAsync(manifests, large, tag, expected, operation, cancellationToken) is { } holder
            ? $"the registry deletes no single tags, and {holder}: {refusal}"
            : await manifests.DeleteAsync(expected.ToString(), cancellationToken);
    }

    /// <summary>What else of the repository would break without the content: another tag of it, or an index that it is a part of.</summary>
    private static async Task<string?> HolderAsync(
        ManifestClient manifests,
        LargeGraphTurn large,
        string tag,
        Digest digest,
        RegistryOperation operation,
        CancellationToken cancellationToken)
    {
        foreach (var other in (await manifests.ListTagsAsync(MostTags, cancellationToken)).Where(other => other != tag))
        {
            // Tags that a list still has may be gone.
            if (await manifests.FindAsync(other, cancellationToken) is not { } root) continue;
            if (root.Digest == digest) return $"the tag {other} has the same content";
            var reader = new GraphReader(manifests.FindAsync, large, foreignLayers: true, operation);
            if ((await reader.ReadAsync(root, cancellationToken)).Manifests.ContainsKey(digest)) return $"the tag {other} has it as a part";
        }

        return null;
    }
}
