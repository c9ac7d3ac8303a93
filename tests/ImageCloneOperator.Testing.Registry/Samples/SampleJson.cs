using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>The documents that images are made of.</summary>
internal static class SampleJson
{
    public static JsonObject Descriptor(string mediaType, SampleBlob blob) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = blob.Digest,
        ["size"] = blob.Size,
    };

    public static string Config(SampleImage image, JsonArray diffIds)
    {
        var parts = image.Platform.Split('/');
        var config = new JsonObject { ["os"] = parts[0], ["architecture"] = parts[1] };
        if (parts.Length > 2)
            config["variant"] = parts[2];
        config["config"] = new JsonObject { ["Cmd"] = new JsonArray("/bin/true") };
        config["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds };
        return config.ToJsonString();
    }

    public static JsonObject Manifest(bool docker, SampleBlob config, JsonArray layers) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = docker ? SampleMediaTypes.DockerManifest : SampleMediaTypes.OciManifest,
        ["config"] = Descriptor(docker ? SampleMediaTypes.DockerConfig : SampleMediaTypes.OciConfig, config),
        ["layers"] = layers,
    };

    public static JsonObject Index(IEnumerable<SampleManifest> manifests, bool docker) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = docker ? SampleMediaTypes.DockerList : SampleMediaTypes.OciIndex,
        ["manifests"] = new JsonArray([.. manifests.Select(Entry)]),
    };

    public static JsonObject Artifact(string artifactType, SampleBlob config, SampleBlob payload, SampleManifest? subject)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = SampleMediaTypes.OciManifest,
            ["artifactType"] = artifactType,
            ["config"] = Descriptor(SampleMediaTypes.OciEmpty, config),
            ["layers"] = new JsonArray(Descriptor(artifactType, payload)),
        };
        if (subject is not null)
            manifest["subject"] = Descriptor(subject.MediaType, new SampleBlob(subject.Digest, subject.Size));
        manifest["annotations"] = new JsonObject { ["org.opencontainers.image.created"] = "1970-01-01T00:00:00Z" };
        return manifest;
    }

    public static string SimpleSigning(SampleManifest subject, string suffix) => new JsonObject
    {
        ["critical"] = new JsonObject { ["image"] = new JsonObject { ["docker-manifest-digest"] = subject.Digest } },
        ["optional"] = suffix,
    }.ToJsonString();

    public static JsonObject Schema1(string repository, string tag) => new()
    {
        ["schemaVersion"] = 1,
        ["name"] = repository,
        ["tag"] = tag,
        ["architecture"] = "amd64",
        ["fsLayers"] = new JsonArray(),
        ["history"] = new JsonArray(),
        ["signatures"] = new JsonArray(),
    };

    private static JsonObject Entry(SampleManifest manifest)
    {
        var entry = Descriptor(manifest.MediaType, new SampleBlob(manifest.Digest, manifest.Size));
        if (manifest.Platform?.Split('/') is not { } parts)
            return entry;
        entry["platform"] = new JsonObject { ["os"] = parts[0], ["architecture"] = parts[1] };
        if (parts.Length > 2)
            entry["platform"]!["variant"] = parts[2];
        return entry;
    }
}
