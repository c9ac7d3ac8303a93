namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>The parts of all manifest formats that a copy must understand. The bytes stay the truth: this is never written back.</summary>
internal sealed record ManifestDocument
{
    public int? SchemaVersion { get; init; }

    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public DescriptorDocument? Config { get; init; }

    public IReadOnlyList<DescriptorDocument?>? Layers { get; init; }

    /// <summary>The blobs of OCI 1.1's withdrawn artifact manifest.</summary>
    public IReadOnlyList<DescriptorDocument?>? Blobs { get; init; }

    public IReadOnlyList<DescriptorDocument?>? Manifests { get; init; }

    public DescriptorDocument? Subject { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }
}
