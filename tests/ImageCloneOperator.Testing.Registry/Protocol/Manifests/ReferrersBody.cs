using ImageCloneOperator.Testing.Registry.Storage;

namespace ImageCloneOperator.Testing.Registry.Protocol.Manifests;

/// <summary>The index that the referrers API answers with.</summary>
internal sealed record ReferrersBody(int SchemaVersion, string MediaType, IReadOnlyList<DescriptorBody> Manifests)
{
    public const string IndexMediaType = "application/vnd.oci.image.index.v1+json";
}
