using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>Collects an image's parts and refuses more than any honest image has.</summary>
internal sealed class GraphBuilder(bool foreignLayers, RegistryOperation operation)
{
    private readonly Dictionary<Digest, Manifest> _manifests = [];
    private readonly Dictionary<Digest, Descriptor> _blobs = [];
    private long _blobBytes;

    /// <summary>Of the manifests admitted so far.</summary>
    public long ManifestBytes { get; private set; }

    public ImageGraph Build(Manifest root) => new(root, _manifests, _blobs);

    /// <returns>The children that are not known yet.</returns>
    public IReadOnlyList<Descriptor> Add(Manifest manifest)
    {
        if (!_manifests.TryAdd(manifest.Digest, manifest)) return [];
        foreach (var blob in manifest.Blobs)
            if (foreignLayers || !MediaTypes.IsForeignLayer(blob.MediaType)) Add(blob);
        return [.. manifest.Children.Where(child => !_manifests.ContainsKey(child.Digest))];
    }

    public void Add(Descriptor blob)
    {
        if (!_blobs.TryAdd(blob.Digest, blob))
        {
            if (_blobs[blob.Digest].Size != blob.Size) throw Refuse(RegistryErrorKind.Corrupt, $"{blob.Digest} has two different sizes");
            return;
        }

        if (_blobs.Count > CopyLimits.Blobs)
            throw Refuse(RegistryErrorKind.Unsupported, $"the image has more than {CopyLimits.Blobs} blobs");
        if (blob.Size > CopyLimits.BlobBytes - _blobBytes)
            throw Refuse(RegistryErrorKind.Unsupported, $"the image is larger than {CopyLimits.BlobBytes >> 30} GiB");
        _blobBytes += blob.Size;
    }

    /// <summary>Called before the manifests are fetched, with what their descriptors promise.</summary>
    public void Admit(IReadOnlyCollection<Descriptor> children, int depth)
    {
        if (depth > CopyLimits.Depth) throw Refuse(RegistryErrorKind.Unsupported, $"indexes are nested more than {CopyLimits.Depth} deep");
        if (_manifests.Count + children.Count > CopyLimits.Manifests)
            throw Refuse(RegistryErrorKind.Unsupported, $"the image has more than {CopyLimits.Manifests} manifests");
        foreach (var child in children)
        {
            if (child.Size > CopyLimits.ManifestBytes - ManifestBytes)
                throw Refuse(RegistryErrorKind.Unsupported, $"its manifests are larger than {CopyLimits.ManifestBytes >> 20} MiB together");
            ManifestBytes += child.Size;
        }
    }

    private RegistryException Refuse(RegistryErrorKind kind, string why) => new(kind, operation, why);
}
