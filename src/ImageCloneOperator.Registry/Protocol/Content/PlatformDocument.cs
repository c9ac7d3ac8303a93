using System.Text.Json.Serialization;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol.Content;

internal sealed record PlatformDocument
{
    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public string? Variant { get; init; }

    [JsonPropertyName("os.version")]
    public string? OsVersion { get; init; }

    /// <summary>None for unknown/unknown, as build attestations have it.</summary>
    public Platform? ToPlatform() =>
        Os is { Length: > 0 } os && Architecture is { Length: > 0 } architecture && os != "unknown"
            ? new Platform(os, architecture, Variant, OsVersion)
            : null;
}
