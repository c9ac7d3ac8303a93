using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>What an image without an index says about itself.</summary>
internal static class ImageConfig
{
    private const int Largest = 1 << 20;

    /// <returns>None for artifacts, and for configurations that do not say.</returns>
    public static async Task<Platform?> PlatformAsync(ImageSource source, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Blobs is not [{ Size: <= Largest } config, ..] || !config.MediaType.Contains("image", StringComparison.Ordinal)) return null;
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
