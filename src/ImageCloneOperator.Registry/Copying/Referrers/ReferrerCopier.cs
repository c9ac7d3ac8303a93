using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying.Blobs;
using ImageCloneOperator.Registry.Copying.Graphs;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Referrers;

/// <summary>Takes along what refers to an image and to each of its platforms: referrers, and the tags that cosign makes.</summary>
internal sealed class ReferrerCopier(CopyContext context, ReferrerTags tags, GraphCopier graphs, GraphReader reader)
{
    private static readonly string[] CosignSuffixes = [".sig", ".att", ".sbom"];

    private readonly ConcurrentDictionary<Digest, bool> _seen = new();

    public async Task CopyAsync(ImageGraph image, CancellationToken cancellationToken)
    {
        foreach (var digest in image.Manifests.Keys) _seen.TryAdd(digest, true);
        await CopyAllAsync(image.Manifests.Keys, 1, cancellationToken);
    }

    private Task CopyAllAsync(IEnumerable<Digest> subjects, int depth, CancellationToken cancellationToken) =>
        Task.WhenAll(subjects.SelectMany(
            subject => new[] { CopyReferrersAsync(subject, depth, cancellationToken), CopyCosignAsync(subject, cancellationToken) }));

    private async Task CopyReferrersAsync(Digest subject, int depth, CancellationToken cancellationToken)
    {
        if (depth > CopyLimits.ReferrerDepth) return;
        var fresh = (await context.Source.ReferrersAsync(subject, cancellationToken))
            .Where(referrer => _seen.TryAdd(referrer.Digest, true))
            .ToList();
        if (_seen.Count > CopyLimits.Referrers)
        {
            throw new RegistryException(
                RegistryErrorKind.Unsupported,
                context.Source.Origin.Session.Operation("copy referrers"),
                $"the image has more than {CopyLimits.Referrers} referrers");
        }

        await Task.WhenAll(fresh.Select(referrer => CopyReferrerAsync(subject, referrer.Digest, cancellationToken)));
        await CopyAllAsync(fresh.Select(referrer => referrer.Digest), depth + 1, cancellationToken);
    }

    private async Task CopyReferrerAsync(Digest subject, Digest digest, CancellationToken cancellationToken)
    {
        var graph = await CopyPartsAsync(await context.Source.GetAsync(digest.ToString(), cancellationToken), cancellationToken);
        var listed = await graphs.PutRootAsync(graph, digest.ToString(), cancellationToken);
        if (!listed && graph.Root.Subject?.Digest == subject) await tags.AddAsync(context.Target, subject, graph.Root, cancellationToken);
    }

    private Task CopyCosignAsync(Digest subject, CancellationToken cancellationToken) => subject.IsSha256
        ? Task.WhenAll(CosignSuffixes.Select(suffix => CopyTagAsync($"sha256-{subject.Encoded}{suffix}", cancellationToken)))
        : Task.CompletedTask;

    private async Task CopyTagAsync(string tag, CancellationToken cancellationToken)
    {
        if (await context.Source.HeadExtraAsync(tag, cancellationToken) is not { } head) return;
        if (await context.Target.Manifests.HeadAsync(tag, cancellationToken) is { } there && there.Digest == head.Digest) return;
        var graph = await CopyPartsAsync(await context.Source.GetAsync(head.Digest.ToString(), cancellationToken), cancellationToken);
        await graphs.PutRootAsync(graph, tag, cancellationToken);
    }

    private async Task<ImageGraph> CopyPartsAsync(Manifest root, CancellationToken cancellationToken)
    {
        var graph = await reader.ReadAsync(root, cancellationToken);
        await graphs.CopyPartsAsync(graph, cancellationToken);
        return graph;
    }
}
