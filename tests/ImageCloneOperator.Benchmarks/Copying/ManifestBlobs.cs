using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>The blobs that an image's manifest names.</summary>
internal static class ManifestBlobs
{
    public static IEnumerable<(string Digest, long Size)> Of(SampleManifest image)
    {
        var manifest = JsonNode.Parse(image.Bytes.Span)!;
        return manifest["layers"]!.AsArray().Append(manifest["config"]).Select(blob => ((string)blob!["digest"]!, (long)blob["size"]!));
    }
}
