using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>An image in full: all its manifests, and the distinct blobs that they need.</summary>
internal sealed record ImageGraph(
    Manifest Root, IReadOnlyDictionary<Digest, Manifest> Manifests, IReadOnlyDictionary<Digest, Descriptor> Blobs)
{
    public long Bytes => Blobs.Values.Sum(blob => blob.Size) + Manifests.Values.Sum(manifest => (long)manifest.Content.Length);

    public IReadOnlyList<Platform> Platforms =>
        [.. Manifests.Values.SelectMany(manifest => manifest.Children).Select(child => child.Platform).OfType<Platform>().Distinct()];
}
