using System.Net.Http.Headers;
using System.Text.Json;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>Understands manifests of Docker schema 2 and OCI; anything else is refused with the reason.</summary>
internal static class ManifestParser
{
    /// <summary>
    /// Values and names in a manifest's JSON. A descriptor has some ten; 10,000 of them, as many as an image may have, fit. What is read
    /// takes many times the memory of its text, so that it is counted first.
    /// </summary>
    private const int MostTokens = 150_000;

    public static Manifest Parse(byte[] content, Digest digest, string contentType, RegistryOperation operation)
    {
        try
        {
            // A token is a byte at least: nearly all manifests are too short to be counted.
            if (content.Length > MostTokens && HasMoreTokens(content))
            {
                throw new RegistryException(
                    RegistryErrorKind.Unsupported, operation, $"the manifest {digest} lists more than any image has");
            }

            var document = JsonSerializer.Deserialize(content, RegistryJson.Default.ManifestDocument)
                ?? throw new FormatException("it is empty");
            var mediaType = TypeOf(document, MediaTypes.Bare(contentType));
            if (MediaTypes.IsSchema1(mediaType) || document.SchemaVersion == 1)
            {
                throw new RegistryException(
                    RegistryErrorKind.Unsupported,
                    operation,
                    "the image is in Docker's schema 1 format, which registries no longer accept");
            }

            return new Manifest(mediaType, digest, content)
            {
                Blobs = [.. Descriptors([document.Config]), .. Descriptors(document.Layers), .. Descriptors(document.Blobs)],
                Children = [.. Descriptors(document.Manifests)],
                Subject = document.Subject?.ToDescriptor(),
                ArtifactType = document.ArtifactType ?? document.Config?.MediaType,
                Annotations = document.Annotations,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new RegistryException(RegistryErrorKind.Corrupt, operation, $"the manifest {digest} is not valid ({e.Message})", e);
        }
    }

    private static bool HasMoreTokens(byte[] content)
    {
        var reader = new Utf8JsonReader(content);
        for (var tokens = 0; reader.Read(); tokens++)
            if (tokens >= MostTokens) return true;
        return false;
    }

    /// <summary>
    /// The body's own type counts, whatever it was announced as: its digest is right, and digests are what others rely on.
    /// </summary>
    private static string TypeOf(ManifestDocument document, string announced)
    {
        if (document.MediaType is not { Length: > 0 } own)
            return MediaTypes.IsManifest(announced) || MediaTypes.IsSchema1(announced) ? announced : Guess(document);
        return MediaTypeHeaderValue.TryParse(own, out var parsed) && parsed.MediaType == own
            ? own
            : throw new FormatException("its mediaType is malformed");
    }

    private static string Guess(ManifestDocument document) => document.Manifests is null ? MediaTypes.OciManifest : MediaTypes.OciIndex;

    private static IEnumerable<Descriptor> Descriptors(IEnumerable<DescriptorDocument?>? documents) =>
        (documents ?? []).OfType<DescriptorDocument>().Select(document => document.ToDescriptor());
}
