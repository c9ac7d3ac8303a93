using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Rules;

/// <summary>The first rule that matches decides; behind all rules stand latest → Always and everything else → WhenMissing.</summary>
public sealed record TagRules(IReadOnlyList<CompiledTagRule> Rules)
{
    public static TagRules BuiltIn { get; } = new([]);

    public CopyRule For(ImageReference image)
    {
        var rule = Rules.FirstOrDefault(rule => rule.Matches(image))?.Copy ?? Fallback(image);
        // A pinned image cannot move, so there is nothing to compare.
        return image.Digest is not null && rule.Recopy == RecopyMode.Always ? rule with { Recopy = RecopyMode.WhenMissing } : rule;
    }

    private static CopyRule Fallback(ImageReference image) =>
        image.Tag == "latest" ? CopyRule.Default with { Recopy = RecopyMode.Always } : CopyRule.Default;
}
