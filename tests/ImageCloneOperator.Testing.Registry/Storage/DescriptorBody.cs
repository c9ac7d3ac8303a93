namespace ImageCloneOperator.Testing.Registry.Storage;

internal sealed record DescriptorBody
{
    public string? MediaType { get; init; }

    public string? Digest { get; init; }

    public long Size { get; init; }

    public string? ArtifactType { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
