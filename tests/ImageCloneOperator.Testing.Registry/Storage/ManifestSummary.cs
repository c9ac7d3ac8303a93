using System.Text.Json;
using ImageCloneOperator.Testing.Registry.Storage.Content;

namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>
/// What a registry needs to know of a manifest's content: digests of its blobs (without layers that are not distributable) and, in an
/// index, of its manifests; the artifact type falls back to the config's media type, as the referrers API wants it.
/// </summary>
internal sealed record ManifestSummary(
    string? MediaType,
    IReadOnlyList<string> Blobs,
    IReadOnlyList<string> Children,
    string? Subject,
    string? ArtifactType,
    IReadOnlyDictionary<string, string>? Annotations)
{
    /// <exception cref="JsonException">The bytes are no JSON object, or a descriptor in it has no digest.</exception>
    public static ManifestSummary Parse(ReadOnlyMemory<byte> bytes)
    {
        var manifest = JsonSerializer.Deserialize(bytes.Span, RegistryJson.Default.ManifestBody)
            ?? throw new JsonException("a manifest is a JSON object");
        return new ManifestSummary(
            manifest.MediaType,
            [.. Digests([manifest.Config, .. manifest.Layers ?? []])],
            [.. Digests(manifest.Manifests ?? [])],
            manifest.Subject is null ? null : Digests([manifest.Subject]).Single(),
            manifest.ArtifactType ?? manifest.Config?.MediaType,
            manifest.Annotations);
    }

    private static IEnumerable<string> Digests(IEnumerable<DescriptorBody?> descriptors) =>
        from descriptor in descriptors
        where descriptor is not null && !IsForeign(descriptor.MediaType)
        select descriptor.Digest is { } digest && ContentDigest.IsValid(digest)
            ? digest
            : throw new JsonException("a descriptor needs a digest of sha256 or sha512");

    private static bool IsForeign(string? mediaType) => mediaType is not null
        && (mediaType.Contains("nondistributable", StringComparison.Ordinal) || mediaType.Contains("foreign", StringComparison.Ordinal));
}
