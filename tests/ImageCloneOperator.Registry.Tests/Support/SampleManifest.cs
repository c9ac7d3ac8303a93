using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>A manifest with all that it needs, made without the code under test.</summary>
internal sealed record SampleManifest(
    byte[] Content, string MediaType, IReadOnlyList<SampleBlob> Blobs, IReadOnlyList<SampleManifest> Children)
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    public string Digest => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Content));

    public static SampleManifest Image(string architecture, params SampleBlob[] layers)
    {
        var config = SampleBlob.Config(architecture);
        var json = new
        {
            schemaVersion = 2,
            mediaType = OciManifest,
            config = config.Descriptor,
            layers = layers.Select(layer => layer.Descriptor),
        };
        return new SampleManifest(JsonSerializer.SerializeToUtf8Bytes(json), OciManifest, [config, .. layers], []);
    }

    /// <summary>Architectures with a layer of their own each, and what they share.</summary>
    public static SampleManifest MultiPlatform(int seed, int layerSize, params string[] architectures)
    {
        var shared = SampleBlob.Layer(seed, layerSize);
        var images = architectures
            .Select((architecture, i) => (architecture, Image(architecture, shared, SampleBlob.Layer(seed + i + 1, layerSize))))
            .ToArray();
        return Index(images);
    }

    public static SampleManifest Index(params (string Architecture, SampleManifest Image)[] images)
    {
        var manifests = images.Select(entry => new
        {
            mediaType = entry.Image.MediaType,
            digest = entry.Image.Digest,
            size = entry.Image.Content.Length,
            platform = new { os = "linux", architecture = entry.Architecture },
        });
        var json = new { schemaVersion = 2, mediaType = OciIndex, manifests };
        return new SampleManifest(JsonSerializer.SerializeToUtf8Bytes(json), OciIndex, [], [.. images.Select(entry => entry.Image)]);
    }

    /// <summary>A signature, an SBOM or the like, with an annotation that must be kept.</summary>
    public static SampleManifest ReferTo(SampleManifest subject, string type, int seed) =>
        Image("amd64", SampleBlob.Layer(seed, 500)).With(json =>
        {
            json["artifactType"] = type;
            json["annotations"] = new JsonObject { ["kept"] = "yes" };
            json["subject"] = new JsonObject
            {
                ["mediaType"] = subject.MediaType,
                ["digest"] = subject.Digest,
                ["size"] = subject.Content.Length,
            };
        });

    /// <summary>The same content with other JSON properties set.</summary>
    public SampleManifest With(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Content)!.AsObject();
        change(json);
        return this with { Content = JsonSerializer.SerializeToUtf8Bytes(json) };
    }
}
