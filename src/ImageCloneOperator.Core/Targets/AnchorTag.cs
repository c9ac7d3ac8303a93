using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Targets;

/// <summary>
/// The tags <c>digest.sha256-HEX</c> that keep a digest reachable at the target. A bare <c>sha256-HEX</c> would be the tag of the OCI
/// referrers fallback (distribution-spec, Referrers Tag Schema).
/// </summary>
public static class AnchorTag
{
    private const string Reserved = "digest.";

    public static string For(Digest digest) =>
        digest.IsSha256 ? $"{Reserved}sha256-{digest.Encoded}" : $"{Reserved}other-{NameHash.Long(digest.ToString())}";

    /// <summary>A source's own tag, moved aside where it could be taken for an anchor.</summary>
    internal static string Escape(string tag)
    {
        if (!tag.StartsWith(Reserved, StringComparison.Ordinal)) return tag;
        var escaped = $"{Reserved}tag-{tag}";
        return escaped.Length <= ReferenceGrammar.MaxTagLength ? escaped : $"{Reserved}longtag-{NameHash.Long(tag)}";
    }
}
