using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying.Blobs;
using ImageCloneOperator.Registry.Copying.Graphs;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Referrers;

/// <summary>Takes along what refers to an image and to each of its platforms: referrers, and the tags that cosign makes.</summary>
internal sealed class ReferrerCopier(CopyContext context, ReferrerTags tags, GraphCopier graphs, GraphReader reader)
{
    private static readonly string[] CosignSuffixes = [".sig", ".att", ".sbom"];

    private readonly ConcurrentDictionary<Digest, bool> _seen = new();

    /// <param name="image">The image, whose parts are at the target.</param>
    /// <param name="isWritten">Whether its own manifest is there too. Some registries take a referrer only after its subject.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    public async Task CopyAsync(ImageGraph image, bool isWritten, CancellationToken cancellationToken)
    {
        foreach (var digest in image.Manifests.Keys) _seen.TryAdd(digest, true);
        var lists = await Task.WhenAll(image.Manifests.Keys.Select(subject => ListAsync(subject, cancellationToken)));
        if (!isWritten && lists.Any(list => list.Entries.Count > 0))
            await graphs.PutRootAsync(image, image.Root.Digest.ToString(), cancellationToken);
        await Task.WhenAll(
            [.. lists.Select(list => CopyListAsync(list, 1, cancellationToken)),
             .. image.Manifests.Keys.Select(subject => CopyCosignAsync(subject, cancellationToken))]);
    }

    private async Task<Listed> ListAsync(Digest subject, CancellationToken cancellationToken)
    {
        var list = await context.Source.ReferrersAsync(subject, cancellationToken);
        if (list.Refusal is { } refusal)
        {
            Warn("signatures may be missing at the target (asked for referrers of "
                + $"{refusal.Operation.Host}/{refusal.Operation.Repository}, {refusal.Detail})");
        }

        return new Listed(subject, [.. list.Entries.Where(entry => _seen.TryAdd(entry.Digest, true))], list.IsAsserted);
    }

    /// <summary>
    /// One after the other: the referrers of a subject, their index at registries that keep none, and what refers to them.
    /// </summary>
    private async Task CopyListAsync(Listed list, int depth, CancellationToken cancellationToken)
    {
        if (_seen.Count > CopyLimits.Referrers) throw TooMany();
        var copied = (await Task.WhenAll(list.Entries.Select(entry => CopyReferrerAsync(list, entry.Digest, cancellationToken))))
            .OfType<(Manifest Manifest, bool IsListed)>()
            .ToList();
        IReadOnlyList<Manifest> unlisted = [.. copied.Where(entry => !entry.IsListed).Select(entry => entry.Manifest)];
        if (unlisted.Count > 0) await tags.AddAsync(context.Target, list.Subject, unlisted, cancellationToken);
        if (depth < CopyLimits.ReferrerDepth)
            await Task.WhenAll(copied.Select(entry => CopyReferrersOfAsync(entry.Manifest.Digest, depth + 1, cancellationToken)));
    }

    private async Task CopyReferrersOfAsync(Digest referrer, int depth, CancellationToken cancellationToken) => await Task.WhenAll(
        CopyListAsync(await ListAsync(referrer, cancellationToken), depth, cancellationToken),
        CopyCosignAsync(referrer, cancellationToken));

    /// <returns>None where it does not refer to the subject after all, or is gone.</returns>
    private async Task<(Manifest Manifest, bool IsListed)?> CopyReferrerAsync(
        Listed list, Digest digest, CancellationToken cancellationToken)
    {
        if (await context.Source.FindAsync(digest.ToString(), cancellationToken) is not { } root)
        {
            Warn($"the source lists the referrer {digest} of {list.Subject} and does not have it");
            return null;
        }

        var names = root.Subject?.Digest == list.Subject;
        if (!names && !list.IsAsserted) return null;
        var isListed = await graphs.PutRootAsync(await CopyPartsAsync(root, cancellationToken), digest.ToString(), cancellationToken);
        return (root, isListed || !names);
    }

    private Task CopyCosignAsync(Digest subject, CancellationToken cancellationToken) => subject.IsSha256
        ? Task.WhenAll(CosignSuffixes.Select(suffix => CopyTagAsync($"sha256-{subject.Encoded}{suffix}", cancellationToken)))
        : Task.CompletedTask;

    private async Task CopyTagAsync(string tag, CancellationToken cancellationToken)
    {
        if (await HeadTagAsync(tag, cancellationToken) is not { } head) return;
        if (await context.Target.Manifests.HeadAsync(tag, cancellationToken) is { } there && there.Digest == head.Digest) return;
        var root = await context.Source.GetAsync(head.Digest.ToString(), cancellationToken);
        await graphs.PutRootAsync(await CopyPartsAsync(root, cancellationToken), tag, cancellationToken);
    }

    /// <summary>The image itself could be read: a registry that refuses a tag beside it has none, or hides it from everybody.</summary>
    private async Task<ManifestHead?> HeadTagAsync(string tag, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Source.HeadExtraAsync(tag, cancellationToken);
        }
        catch (RegistryException e) when (e.IsRefusal)
        {
            Warn($"signatures may be missing at the target (asked for the tags of cosign, {e.Detail})");
            return null;
        }
    }

    private async Task<ImageGraph> CopyPartsAsync(Manifest root, CancellationToken cancellationToken)
    {
        var graph = await reader.ReadAsync(root, cancellationToken);
        await graphs.CopyPartsAsync(graph, cancellationToken);
        return graph;
    }

    private void Warn(string warning) => context.Warnings.Add(warning);

    private RegistryException TooMany() => new(
        RegistryErrorKind.Unsupported,
        context.Source.Origin.Session.Operation("copy referrers"),
        $"the image has more than {CopyLimits.Referrers} referrers");

    private sealed record Listed(Digest Subject, IReadOnlyList<Descriptor> Entries, bool IsAsserted);
}
