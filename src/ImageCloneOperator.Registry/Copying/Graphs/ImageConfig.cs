using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>Reads the platforms of an image: from its index, else from its configuration.</summary>
internal static class ImageConfig
{
    private const int Largest = 1 << 20;

    /// <returns>None for artifacts, and for configurations that do not say.</returns>
    public static async Task<IReadOnlyList<Platform>> PlatformsAsync(
        ImageSource source, ImageGraph graph, CancellationToken cancellationToken)
    {
        if (graph.Root.IsIndex) return graph.Platforms;
        return await PlatformAsync(source, graph.Root, cancellationToken) is { } platform ? [platform] : [];
    }

    private static async Task<Platform?> PlatformAsync(ImageSource source, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Blobs is not [{ Size: <= Largest } config, ..]) return null;
        if (!config.MediaType.Contains("image", StringComparison.Ordinal)) return null;
        try
        {
            var content = config.EmbeddedContent ?? await source.ReadAsync(config, cancellationToken);
            return JsonSerializer.Deserialize(content, RegistryJson.Default.PlatformDocument)?.ToPlatform();
        }
        catch (Exception e) when (e is JsonException or RegistryException)
        {
            return null;
        }
    }
}
