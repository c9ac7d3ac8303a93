namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>The fields of image manifests and indexes that a registry looks at.</summary>
internal sealed record ManifestBody
{
    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public DescriptorBody? Config { get; init; }

    public IReadOnlyList<DescriptorBody>? Layers { get; init; }

    public IReadOnlyList<DescriptorBody>? Manifests { get; init; }

    public DescriptorBody? Subject { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
