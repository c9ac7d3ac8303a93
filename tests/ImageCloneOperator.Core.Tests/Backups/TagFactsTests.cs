using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class TagFactsTests
{
    private static readonly Digest Ours = Digest.Parse($"sha256:{new string('a', 64)}");
    private static readonly Digest Newer = Digest.Parse($"sha256:{new string('b', 64)}");
    private static readonly Digest Foreign = Digest.Parse($"sha256:{new string('c', 64)}");
    private static readonly Digest Found = Digest.Parse($"sha256:{new string('d', 64)}");

    /// <summary>A fixed tag whose copy is where it belongs, and whose source has not moved.</summary>
    private static readonly TagFacts Fixed = new() { There = Ours, Copy = Ours, Source = Ours, SourceBefore = Ours };

    private static readonly TagFacts Always = Fixed with { Follows = true };

    private static readonly TagFacts Filtered = Fixed with { IsFiltered = true, Source = Newer, SourceBefore = Newer };

    private static readonly TagFacts Adopted = Fixed with { There = Found, Copy = Found, IsFound = true };

    public static TheoryData<string, TagFacts, TagAction> Cases => new()
    {
        { "a fixed tag as it should be", Fixed, TagAction.Stay },
        { "a fixed tag that has moved at its source", Fixed with { Source = Newer }, TagAction.Stay },
        { "a fixed tag whose source is gone", Fixed with { Source = null }, TagAction.Stay },
        { "a fixed tag that is gone", Fixed with { There = null }, TagAction.Copy },
        { "a fixed tag that is asked for anew", Fixed with { IsRequested = true }, TagAction.Copy },
        { "a fixed tag with foreign content", Fixed with { There = Foreign }, TagAction.SetBack },
        { "a fixed tag with foreign content, source moved", Fixed with { There = Foreign, Source = Newer }, TagAction.SetBack },
        { "a fixed tag with foreign content, source gone", Fixed with { There = Foreign, Source = null }, TagAction.SetBack },
        { "a fixed tag with foreign content to keep", Fixed with { There = Foreign, OnConflict = ConflictRule.Keep }, TagAction.Leave },
        { "a fixed tag with foreign content, asked for anew", Fixed with { There = Foreign, IsRequested = true }, TagAction.Copy },
        { "a fixed tag that another cluster copied anew", Fixed with { There = Newer, Source = Newer }, TagAction.Adopt },
        { "an Always tag as it should be", Always, TagAction.Stay },
        { "an Always tag that has moved", Always with { Source = Newer }, TagAction.Copy },
        { "an Always tag whose source is gone", Always with { Source = null }, TagAction.Stay },
        { "an Always tag that is gone", Always with { There = null }, TagAction.Copy },
        { "an Always tag with foreign content", Always with { There = Foreign }, TagAction.SetBack },
        { "an Always tag with foreign content, moved", Always with { There = Foreign, Source = Newer }, TagAction.Copy },
        { "an Always tag with foreign content, source gone", Always with { There = Foreign, Source = null }, TagAction.SetBack },
        {
            "an Always tag with foreign content to keep, moved",
            Always with { There = Foreign, Source = Newer, OnConflict = ConflictRule.Keep },
            TagAction.Leave
        },
        { "an Always tag that another cluster copied", Always with { There = Newer, Source = Newer }, TagAction.Adopt },
        { "a copy without some platforms", Filtered, TagAction.Stay },
        { "such a copy whose tag has all of them", Filtered with { There = Newer }, TagAction.SetBack },
        { "such a copy with foreign content", Filtered with { There = Foreign }, TagAction.SetBack },
        { "nothing before the first copy", Fixed with { There = null, Copy = null }, TagAction.Copy },
        { "the source's content before the first copy", Fixed with { Copy = null }, TagAction.Adopt },
        { "other content before the first copy", Fixed with { There = Found, Copy = null }, TagAction.AdoptFound },
        { "content before the first copy, source gone", Fixed with { There = Found, Copy = null, Source = null }, TagAction.AdoptFound },
        { "other content before the first copy of an Always tag", Always with { There = Found, Copy = null }, TagAction.Copy },
        { "content that was found, as it was", Adopted, TagAction.Stay },
        { "content that was found and is replaced", Adopted with { There = Foreign }, TagAction.AdoptFound },
        { "content that was found and is gone", Adopted with { There = null }, TagAction.Copy },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tag_is_decided_about_by_its_content_its_source_and_its_rule(string what, TagFacts facts, TagAction expected) =>
        Assert.Equal((what, expected), (what, facts.Decide()));
}
