using System.Collections.Concurrent;
using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>The manifests among a layout's blobs, and which of them refer to which.</summary>
internal sealed class LayoutManifests(OciLayout layout)
{
    private const int Largest = 4 << 20;
    private const int MostNamed = 20;
    private const string TooLarge = "No registry would take it either.";

    /// <summary>Subjects by referrer: content never changes.</summary>
    private readonly ConcurrentDictionary<Digest, Digest?> _subjects = new();

    /// <summary>What the name stands for; null where there is none.</summary>
    /// <exception cref="RegistryException">There are several images, and no name was given.</exception>
    public Descriptor? Find(string name)
    {
        var index = layout.ReadIndex();
        if (index.Find(name) is { } entry) return entry;
        if (name.Length > 0 || index.Entries.Count == 0) return null;
        var names = string.Join(", ", index.Names.Order(StringComparer.Ordinal).Take(MostNamed));
        throw layout.Fail(RegistryErrorKind.Unsupported, $"it has {index.Entries.Count} images: {names}", $"Name one: {layout.Name}:NAME.");
    }

    /// <summary>The bytes of a manifest; null where it is missing.</summary>
    /// <exception cref="RegistryException">It is too large.</exception>
    public async Task<byte[]?> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (layout.Find(digest) is not { } blob) return null;
        if (blob.Size > Largest) throw layout.Fail(RegistryErrorKind.Unsupported, $"the manifest {digest} has {blob.Size} bytes", TooLarge);
        await using var stream = blob.OpenAt(0);
        var content = new byte[blob.Size];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    /// <summary>The manifest, understood; null where it is missing.</summary>
    /// <exception cref="RegistryException">It is damaged or no manifest.</exception>
    public async Task<Manifest?> ParseAsync(Digest digest, string mediaType, CancellationToken cancellationToken)
    {
        if (await ReadAsync(digest, cancellationToken) is not { } content) return null;
        var operation = layout.Operation($"read manifest {digest}");
        return ContentHash.Matches(digest, content)
            ? ManifestParser.Parse(content, digest, mediaType, operation)
            : throw new RegistryException(RegistryErrorKind.Corrupt, operation, $"what is there has the digest {Digest.Of(content)}");
    }

    /// <summary>A part that is missing. Layers that are not to be distributed may be.</summary>
    public Descriptor? MissingPart(Manifest manifest) => manifest.Blobs.Concat(manifest.Children).FirstOrDefault(
        part => !MediaTypes.IsForeignLayer(part.MediaType) && (layout.Find(part.Digest) is not { } blob || blob.Size != part.Size));

    /// <summary>Lists what the index has that refers to the subject; null where there is nothing.</summary>
    public async Task<byte[]?> ReferrersAsync(Digest subject, CancellationToken cancellationToken)
    {
        List<DescriptorDocument> found = [];
        foreach (var entry in layout.ReadIndex().Entries)
        {
            if (_subjects.TryGetValue(entry.Digest, out var known) && known != subject) continue;
            var manifest = await ParseAsync(entry.Digest, entry.MediaType, cancellationToken);
            _subjects[entry.Digest] = manifest?.Subject?.Digest;
            if (manifest?.Subject?.Digest == subject) found.Add(Referrer(manifest));
        }

        return found.Count == 0
            ? null
            : JsonSerializer.SerializeToUtf8Bytes(
                new ReferrersDocument(2, MediaTypes.OciIndex, found), RegistryJson.Default.ReferrersDocument);
    }

    private static DescriptorDocument Referrer(Manifest manifest) => new()
    {
        MediaType = manifest.MediaType,
        Digest = manifest.Digest.ToString(),
        Size = manifest.Content.Length,
        ArtifactType = manifest.ArtifactType,
        Annotations = manifest.Annotations,
    };
}
