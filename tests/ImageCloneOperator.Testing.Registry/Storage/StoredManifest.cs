namespace ImageCloneOperator.Testing.Registry.Storage;

internal sealed record StoredManifest(string Digest, string MediaType, ReadOnlyMemory<byte> Bytes, ManifestSummary Summary)
{
    /// <summary>How the referrers API lists it.</summary>
    public DescriptorBody ToDescriptor() => new()
    {
        MediaType = MediaType,
        Digest = Digest,
        Size = Bytes.Length,
        ArtifactType = Summary.ArtifactType,
        Annotations = Summary.Annotations,
    };
}
