using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Points to content by its digest (image-spec, descriptor.md).</summary>
internal sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    public Platform? Platform { get; init; }

    public string? ArtifactType { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }

    /// <summary>The content itself in base64, where the manifest embeds it; not verified.</summary>
    public string? Data { get; init; }
}
