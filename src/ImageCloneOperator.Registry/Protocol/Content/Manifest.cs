using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>A manifest: its exact bytes, which are its identity, and what they point to.</summary>
internal sealed record Manifest(string MediaType, Digest Digest, byte[] Content)
{
    public IReadOnlyList<Descriptor> Blobs { get; init; } = [];

    public IReadOnlyList<Descriptor> Children { get; init; } = [];

    public Descriptor? Subject { get; init; }

    public string? ArtifactType { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }

    public bool IsIndex => MediaTypes.IsIndex(MediaType);
}
