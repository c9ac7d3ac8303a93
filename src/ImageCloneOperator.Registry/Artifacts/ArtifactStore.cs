using System.Text;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Artifacts;

/// <summary>
/// Keeps small documents in a registry: an artefact with one layer and the empty configuration (image-spec, manifest.md).
/// </summary>
public sealed class ArtifactStore(RegistryClient client)
{
    private const string EmptyType = "application/vnd.oci.empty.v1+json";
    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <summary>Writes the document, and then points the tags to it, in their order.</summary>
    /// <exception cref="RegistryException">The registry refused it.</exception>
    public async Task<Digest> WriteAsync(
        RegistryEndpoint target, string type, byte[] content, IEnumerable<string> tags, CancellationToken cancellationToken = default)
    {
        var repository = client.Open(target, new RequestCounter());
        var manifest = ManifestOf(type, content);
        await UploadAsync(repository, manifest.Blobs[0], Empty, cancellationToken);
        await UploadAsync(repository, manifest.Blobs[1], content, cancellationToken);
        foreach (var tag in tags) await repository.Manifests.PutAsync(tag, manifest, cancellationToken);
        return manifest.Digest;
    }

    /// <returns>None when there is no such artefact.</returns>
    /// <exception cref="RegistryException">It is another kind of thing, too large or corrupt, or the registry would not say.</exception>
    public async Task<byte[]?> ReadAsync(
        RegistryEndpoint endpoint, string type, int maxBytes, CancellationToken cancellationToken = default)
    {
        var repository = client.Open(endpoint, new RequestCounter());
        if (await repository.Manifests.FindAsync(endpoint.Image.FetchKey, cancellationToken) is not { } manifest) return null;
        var operation = repository.Session.Operation($"read {endpoint.Image.FetchKey}");
        if (manifest.Blobs.FirstOrDefault(blob => blob.MediaType == type) is not { } layer)
            throw new RegistryException(RegistryErrorKind.Unsupported, operation, $"it has no layer of the type {type}");
        if (layer.Size > maxBytes)
            throw new RegistryException(RegistryErrorKind.Unsupported, operation, $"it is larger than {ByteText.Of(maxBytes)}");
        var content = await repository.Blobs.ReadAsync(layer, cancellationToken);
        return ContentHash.Matches(layer.Digest, content)
            ? content
            : throw new RegistryException(RegistryErrorKind.Corrupt, operation, $"what the registry sent is not blob {layer.Digest}");
    }

    private static async Task UploadAsync(
        RegistryRepository repository, Descriptor blob, byte[] content, CancellationToken cancellationToken)
    {
        if (await repository.Blobs.ExistsAsync(blob, cancellationToken)) return;
        var location = await repository.Uploads.StartAsync(cancellationToken);
        await repository.Uploads.CommitAsync(location, blob.Digest, content, cancellationToken);
    }

    private static Manifest ManifestOf(string type, byte[] content)
    {
        var (config, layer) =
            (new Descriptor(EmptyType, Digest.Of(Empty), Empty.Length), new Descriptor(type, Digest.Of(content), content.Length));
        var text = $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","artifactType":"{{type}}",
            "config":{{Json(config)}},"layers":[{{Json(layer)}}]}
            """;
        var bytes = Encoding.UTF8.GetBytes(text);
        return new Manifest(MediaTypes.OciManifest, Digest.Of(bytes), bytes) { Blobs = [config, layer] };
    }

    private static string Json(Descriptor blob) =>
        $$"""{"mediaType":"{{blob.MediaType}}","digest":"{{blob.Digest}}","size":{{blob.Size}}}""";
}
