using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry.Samples.Layers;
using ImageCloneOperator.Testing.Registry.Storage.Content;

namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>Makes images of every sort in one repository. The same calls always give the same digests.</summary>
public sealed class SampleRepository(ISampleTarget target, string repository)
{
    private readonly Dictionary<SampleLayer, (SampleBlob Blob, string DiffId)> _layers = [];

    public string Name => repository;

    public async Task<SampleManifest> ImageAsync(SampleImage image, string? tag = null, CancellationToken cancellationToken = default)
    {
        var layers = new JsonArray();
        var diffIds = new JsonArray();
        foreach (var layer in image.Layers)
        {
            var (blob, diffId) = await LayerAsync(layer, cancellationToken);
            layers.Add(SampleJson.Descriptor(image.Docker ? SampleMediaTypes.DockerLayer : SampleMediaTypes.OciLayer, blob));
            diffIds.Add(diffId);
        }
        for (var i = 0; i < image.ForeignLayers; i++)
            AddForeignLayer(image, i, layers, diffIds);
        var config = await BlobAsync(SampleJson.Config(image, diffIds), cancellationToken);
        var manifest = SampleJson.Manifest(image.Docker, config, layers);
        return await PutAsync(manifest, tag, image.Platform, cancellationToken);
    }

    /// <summary>An index (or Docker's list) of manifests that are there already; of an index as of an image.</summary>
    public Task<SampleManifest> IndexAsync(
        IEnumerable<SampleManifest> manifests, string? tag = null, bool docker = false, CancellationToken cancellationToken = default) =>
        PutAsync(SampleJson.Index(manifests, docker), tag, platform: null, cancellationToken);

    /// <summary>One index over images of several platforms, each with the shared layers first and then one of its own.</summary>
    public async Task<SampleManifest> MultiPlatformAsync(
        string? tag,
        IReadOnlyList<string> platforms,
        IReadOnlyList<SampleLayer> shared,
        long ownSize,
        CancellationToken cancellationToken = default)
    {
        var images = new List<SampleManifest>();
        foreach (var platform in platforms)
        {
            SampleLayer own = new($"{repository}-{platform.Replace('/', '-')}", ownSize);
            images.Add(await ImageAsync(new SampleImage([.. shared, own]) { Platform = platform }, cancellationToken: cancellationToken));
        }
        return await IndexAsync(images, tag, cancellationToken: cancellationToken);
    }

    /// <summary>An artifact such as an SBOM or a signature, that refers to its subject where it has one.</summary>
    public async Task<SampleManifest> ArtifactAsync(
        string artifactType,
        string content,
        SampleManifest? subject = null,
        string? tag = null,
        CancellationToken cancellationToken = default)
    {
        var config = await BlobAsync("{}", cancellationToken);
        var payload = await BlobAsync(content, cancellationToken);
        return await PutAsync(SampleJson.Artifact(artifactType, config, payload, subject), tag, platform: null, cancellationToken);
    }

    /// <summary>
    /// A signature as cosign has pushed it until version 2: an image under the tag <c>sha256-&lt;hex&gt;.sig</c> (or .att, .sbom).
    /// </summary>
    public async Task<SampleManifest> CosignTagAsync(
        SampleManifest subject, string suffix = "sig", CancellationToken cancellationToken = default)
    {
        var config = await BlobAsync("""{"architecture":"","os":"","rootfs":{"type":"layers","diff_ids":[]}}""", cancellationToken);
        var payload = await BlobAsync(SampleJson.SimpleSigning(subject, suffix), cancellationToken);
        var manifest = SampleJson.Manifest(docker: false, config, [SampleJson.Descriptor(SampleMediaTypes.CosignSignature, payload)]);
        return await PutAsync(manifest, $"{subject.Digest.Replace(':', '-')}.{suffix}", platform: null, cancellationToken);
    }

    /// <summary>A manifest of Docker's first schema, which only the storage of a registry still takes.</summary>
    public Task<SampleManifest> Schema1Async(string tag, CancellationToken cancellationToken = default) =>
        PutAsync(SampleJson.Schema1(repository, tag), SampleMediaTypes.DockerSchema1, tag, platform: null, cancellationToken);

    /// <summary>Any manifest, as it is.</summary>
    public async Task<SampleManifest> PutAsync(
        JsonObject manifest, string mediaType, string? tag, string? platform, CancellationToken cancellationToken = default)
    {
        var bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        var digest = ContentDigest.Of(bytes);
        await target.PutManifestAsync(repository, tag ?? digest, mediaType, bytes, cancellationToken);
        return new SampleManifest(digest, mediaType, bytes, platform);
    }

    public Task<SampleBlob> BlobAsync(string content, CancellationToken cancellationToken = default) =>
        target.PutBlobAsync(
            repository, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(content), token).AsTask(), cancellationToken);

    private static void AddForeignLayer(SampleImage image, int number, JsonArray layers, JsonArray diffIds)
    {
        var digest = ContentDigest.Of(Encoding.UTF8.GetBytes($"foreign {number}"));
        var descriptor = SampleJson.Descriptor(
            image.Docker ? SampleMediaTypes.DockerForeignLayer : SampleMediaTypes.OciForeignLayer, new SampleBlob(digest, 1234));
        descriptor["urls"] = new JsonArray($"https://layers.example.com/{digest}");
        layers.Add(descriptor);
        diffIds.Add(digest);
    }

    private Task<SampleManifest> PutAsync(JsonObject manifest, string? tag, string? platform, CancellationToken cancellationToken) =>
        PutAsync(manifest, (string)manifest["mediaType"]!, tag, platform, cancellationToken);

    private async Task<(SampleBlob Blob, string DiffId)> LayerAsync(SampleLayer layer, CancellationToken cancellationToken)
    {
        if (_layers.TryGetValue(layer, out var known))
            return known;
        var diffId = "";
        var blob = await target.PutBlobAsync(
            repository, async (stream, token) => diffId = await LayerArchive.WriteAsync(layer, stream, token), cancellationToken);
        return _layers[layer] = (blob, diffId);
    }
}
