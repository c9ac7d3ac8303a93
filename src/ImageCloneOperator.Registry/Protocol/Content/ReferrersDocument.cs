namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>The index under a referrers tag, as we write it.</summary>
internal sealed record ReferrersDocument(int SchemaVersion, string MediaType, IReadOnlyList<DescriptorDocument> Manifests);
