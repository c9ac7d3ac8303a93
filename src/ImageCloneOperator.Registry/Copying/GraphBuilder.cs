using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>Collects an image's parts and refuses more than any honest image has.</summary>
internal sealed class GraphBuilder(bool foreignLayers, RegistryOperation operation)
{
    private readonly Dictionary<Digest, Manifest> manifests = [];
    private readonly Dictionary<Digest, Descriptor> blobs = [];
    private long manifestBytes;
    private long blobBytes;

    public ImageGraph Build(Manifest root) => new(root, manifests, blobs);

    /// <returns>The children that are not known yet.</returns>
    public IReadOnlyList<Descriptor> Add(Manifest manifest)
    {
        if (!manifests.TryAdd(manifest.Digest, manifest)) return [];
        foreach (var blob in manifest.Blobs)
            if (foreignLayers || !MediaTypes.IsForeignLayer(blob.MediaType)) Add(blob);
        return [.. manifest.Children.Where(child => !manifests.ContainsKey(child.Digest))];
    }

    public void Add(Descriptor blob)
    {
        if (!blobs.TryAdd(blob.Digest, blob))
        {
            if (blobs[blob.Digest].Size != blob.Size) throw Refuse(RegistryErrorKind.Corrupt, $"{blob.Digest} has two different sizes");
            return;
        }

        if (blobs.Count > CopyLimits.Blobs) throw Refuse(RegistryErrorKind.Unsupported, $"the image has more than {CopyLimits.Blobs} blobs");
        if (blob.Size > CopyLimits.BlobBytes - blobBytes) throw Refuse(RegistryErrorKind.Unsupported, $"the image is larger than {CopyLimits.BlobBytes >> 30} GiB");
        blobBytes += blob.Size;
    }

    /// <summary>Called before the manifests are fetched, with what their descriptors promise.</summary>
    public void Admit(IReadOnlyCollection<Descriptor> children, int depth)
    {
        if (depth > CopyLimits.Depth) throw Refuse(RegistryErrorKind.Unsupported, $"indexes are nested more than {CopyLimits.Depth} deep");
        if (manifests.Count + children.Count > CopyLimits.Manifests) throw Refuse(RegistryErrorKind.Unsupported, $"the image has more than {CopyLimits.Manifests} manifests");
        foreach (var child in children)
        {
            if (child.Size > CopyLimits.ManifestBytes - manifestBytes) throw Refuse(RegistryErrorKind.Unsupported, $"its manifests are larger than {CopyLimits.ManifestBytes >> 20} MiB together");
            manifestBytes += child.Size;
        }
    }

    private RegistryException Refuse(RegistryErrorKind kind, string why) => new(kind, operation, why);
}
