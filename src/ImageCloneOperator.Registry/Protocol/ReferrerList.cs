using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>The referrers of a manifest, as far as the registry lists them.</summary>
/// <param name="Entries">What is listed.</param>
/// <param name="IsAsserted">
/// The registry itself says so. An index under the referrers tag says nothing: each of its entries must name its subject.
/// </param>
internal sealed record ReferrerList(IReadOnlyList<Descriptor> Entries, bool IsAsserted)
{
    /// <summary>Referrers may be missing here, since the registry refused to list them.</summary>
    public RegistryException? Refusal { get; init; }
}
