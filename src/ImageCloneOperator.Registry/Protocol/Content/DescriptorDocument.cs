
namespace ImageCloneOperator.Registry.Protocol.Content;

internal sealed record DescriptorDocument
{
    public string? MediaType { get; init; }

    public string? Digest { get; init; }

    public long? Size { get; init; }

    public string? ArtifactType { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }

    public PlatformDocument? Platform { get; init; }

    /// <summary>The content itself, in base64.</summary>
    public string? Data { get; init; }

    public static DescriptorDocument From(Descriptor descriptor) => new()
    {
        MediaType = descriptor.MediaType,
        Digest = descriptor.Digest.ToString(),
        Size = descriptor.Size,
        ArtifactType = descriptor.ArtifactType,
        Annotations = descriptor.Annotations,
    };

    /// <exception cref="FormatException">The descriptor lacks what the image-spec demands.</exception>
    public Descriptor ToDescriptor()
    {
        if (!Core.Images.Digest.TryParse(Digest, out var digest)) throw new FormatException("a descriptor has no valid digest");
        if (digest.Algorithm is not ("sha256" or "sha512"))
            throw new FormatException($"the digest algorithm {digest.Algorithm} cannot be verified");
        if (Size is not >= 0) throw new FormatException($"the descriptor of {digest} has no valid size");
        return new Descriptor(MediaType ?? "", digest, Size.Value)
        {
            Platform = Platform?.ToPlatform(),
            Annotations = Annotations,
            ArtifactType = ArtifactType,
            Data = Data,
        };
    }
}
