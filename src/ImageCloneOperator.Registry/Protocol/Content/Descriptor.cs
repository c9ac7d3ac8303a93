using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>Points to content by its digest (image-spec, descriptor.md).</summary>
internal sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    public Platform? Platform { get; init; }

    public string? ArtifactType { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }

    /// <summary>The content itself in base64, where the manifest embeds it; not verified.</summary>
    public string? Data { get; init; }

    /// <summary>The embedded content, when it is what the digest says.</summary>
    public byte[]? EmbeddedContent
    {
        get
        {
            if (Data is null) return null;
            var buffer = new byte[Data.Length];
            return Convert.TryFromBase64String(Data, buffer, out var length)
                && length == Size
                && ContentHash.Matches(Digest, buffer.AsSpan(0, length))
                ? buffer[..length]
                : null;
        }
    }
}
