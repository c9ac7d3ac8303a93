using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>Makes a smaller index of the wanted platforms; the same input always gives the same bytes.</summary>
internal static class PlatformFilter
{
    private const string AttestationOf = "vnd.docker.reference.digest";

    public static Manifest Apply(Manifest index, IReadOnlyList<Platform> wanted, RegistryOperation operation)
    {
        if (wanted.Count == 0 || !index.IsIndex) return index;
        var kept = Keep(index.Children, wanted);
        if (kept.Count == 0)
        {
            throw new RegistryException(
                RegistryErrorKind.NotFound,
                operation,
                $"the image has none of the platforms {string.Join(", ", wanted)}; it has {Offered(index)}");
        }

        if (kept.Count == index.Children.Count) return index;

        var content = Without(index, kept, operation);
        return ManifestParser.Parse(content, Digest.Of(content), index.MediaType, operation);
    }

    private static byte[] Without(Manifest index, HashSet<Digest> kept, RegistryOperation operation)
    {
        try
        {
            var json =
                JsonNode.Parse(index.Content, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
            var entries = json["manifests"]!.AsArray();
            for (var i = entries.Count - 1; i >= 0; i--)
                if (entries[i] is not { } entry || !kept.Contains(Digest.Parse((string)entry["digest"]!))) entries.RemoveAt(i);
            return JsonSerializer.SerializeToUtf8Bytes(json, RegistryJson.Default.JsonObject);
        }
        catch (JsonException e)
        {
            throw new RegistryException(
                RegistryErrorKind.Corrupt,
                operation,
                $"the index {index.Digest} cannot be made smaller ({e.Message}); copy all of its platforms",
                e);
        }
    }

    /// <summary>The platforms, indexes within the index, and the build attestations of what is kept.</summary>
    private static HashSet<Digest> Keep(IReadOnlyList<Descriptor> children, IReadOnlyList<Platform> wanted)
    {
        var kept = children
            .Where(child => child.Platform is { } offered && wanted.Any(platform => platform.Matches(offered)))
            .Select(child => child.Digest)
            .ToHashSet();
        if (kept.Count > 0)
        {
            kept.UnionWith(children
                .Where(child => IsAttestationOf(kept, child) || (child.Platform is null && MediaTypes.IsIndex(child.MediaType)))
                .Select(child => child.Digest)
                .ToList());
        }

        return kept;
    }

    private static bool IsAttestationOf(HashSet<Digest> kept, Descriptor child) =>
        child.Annotations?.GetValueOrDefault(AttestationOf) is { } text && Digest.TryParse(text, out var digest) && kept.Contains(digest);

    private static string Offered(Manifest index) =>
        string.Join(", ", index.Children.Select(child => child.Platform).OfType<Platform>().Distinct());
}
