using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>Reads an image's manifests level by level, each level at once.</summary>
internal sealed class GraphReader(
    Func<Descriptor, CancellationToken, Task<Manifest?>> find, LargeGraphTurn large, bool foreignLayers, RegistryOperation operation)
{
    /// <summary>
    /// Is told of manifests that are missing or damaged, which are then left out; without it the first fails the reading.
    /// </summary>
    public Action<BrokenPart>? Broken { get; init; }

    public async Task<ImageGraph> ReadAsync(Manifest root, CancellationToken cancellationToken)
    {
        var builder = new GraphBuilder(foreignLayers, operation);
        var level = Unique(builder.Add(root));
        for (var depth = 1; level.Count > 0; depth++)
        {
            var (manifests, blobs) = Split(level);
            foreach (var blob in blobs) builder.Add(blob);
            builder.Admit(manifests, depth);
            await large.WaitAsync(root.Content.Length + builder.ManifestBytes, cancellationToken);
            var found = await Task.WhenAll(manifests.Select(async child => (child, manifest: await FindAsync(child, cancellationToken))));
            List<Descriptor> next = [];
            foreach (var (child, manifest) in found)
            {
                if (manifest is not null) next.AddRange(builder.Add(manifest));
                else if (!MediaTypes.IsManifest(child.MediaType)) builder.Add(child);
            }

            level = Unique(next);
        }

        return builder.Build(root);
    }

    private static IReadOnlyCollection<Descriptor> Unique(IEnumerable<Descriptor> descriptors) =>
        [.. descriptors.DistinctBy(descriptor => descriptor.Digest)];

    /// <summary>An index may list blobs, as build caches do: by type where it is known, else by trying.</summary>
    private static (IReadOnlyList<Descriptor> Manifests, IReadOnlyList<Descriptor> Blobs) Split(IReadOnlyCollection<Descriptor> level)
    {
        var byKind = level.ToLookup(child => child.MediaType.Contains("layer", StringComparison.Ordinal)
            || child.MediaType.Contains("rootfs", StringComparison.Ordinal));
        return ([.. byKind[false]], [.. byKind[true]]);
    }

    /// <returns>None when it is no manifest but may be a blob, or is told as broken.</returns>
    private async Task<Manifest?> FindAsync(Descriptor child, CancellationToken cancellationToken)
    {
        try
        {
            return await FindWholeAsync(child, cancellationToken);
        }
        catch (RegistryException broken) when (Broken is not null && broken.SaysContentIsBroken)
        {
            Broken(new BrokenPart(child.Digest, $"manifest {child.Digest}: {broken.Detail}"));
            return null;
        }
    }

    private async Task<Manifest?> FindWholeAsync(Descriptor child, CancellationToken cancellationToken)
    {
        var manifest = await find(child, cancellationToken);
        if (manifest is null && MediaTypes.IsManifest(child.MediaType))
        {
            throw new RegistryException(
                RegistryErrorKind.NotFound, operation, $"the image is incomplete: its manifest {child.Digest} is missing");
        }

        if (manifest is not null && manifest.Content.Length != child.Size)
        {
            throw new RegistryException(
                RegistryErrorKind.Corrupt,
                operation,
                $"the manifest {child.Digest} has {manifest.Content.Length} bytes and the index says {child.Size}");
        }

        return manifest;
    }
}
