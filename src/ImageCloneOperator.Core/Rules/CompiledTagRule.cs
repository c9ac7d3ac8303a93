using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Rules;

/// <summary>The copy rule for tags and repositories that match; an empty list matches all.</summary>
public sealed record CompiledTagRule(IReadOnlyList<Glob> Tags, IReadOnlyList<Glob> Images, CopyRule Copy)
{
    /// <summary>A reference without a tag is matched as if its tag were empty: only by <c>*</c> and by a rule without tags.</summary>
    public bool Matches(ImageReference image) => AnyMatches(Tags, image.Tag ?? "") && AnyMatches(Images, image.Name);

    private static bool AnyMatches(IReadOnlyList<Glob> globs, string text) => globs.Count == 0 || globs.Any(glob => glob.Matches(text));
}
