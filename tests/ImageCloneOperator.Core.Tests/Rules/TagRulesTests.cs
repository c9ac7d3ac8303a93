using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Tests.Rules;

public sealed class TagRulesTests
{
    private static readonly string Pinned = $"nginx@sha256:{new string('a', 64)}";

    private static readonly TagRules Rules = new(
    [
        Rule(["*-snapshot"], ["quay.io/**"], RecopyMode.Never, minutes: 1),
        Rule(["latest", "*-snapshot"], [], RecopyMode.Always, minutes: 2),
        Rule([], ["docker.io/library/redis"], RecopyMode.Never, minutes: 3),
    ]);

    [Theory]
    [InlineData("quay.io/a/b:1-snapshot", RecopyMode.Never, 1)]
    [InlineData("ghcr.io/a/b:1-snapshot", RecopyMode.Always, 2)]
    [InlineData("nginx", RecopyMode.Always, 2)]
    [InlineData("redis:7", RecopyMode.Never, 3)]
    [InlineData("nginx:1.27", RecopyMode.WhenMissing, 15)]
    public void The_first_rule_that_matches_decides(string image, RecopyMode recopy, int minutes)
    {
        var rule = Rules.For(ImageReference.Parse(image));

        Assert.Equal((recopy, TimeSpan.FromMinutes(minutes)), (rule.Recopy, rule.Interval));
    }

    [Fact]
    public void Latest_is_compared_always_and_the_rest_is_not()
    {
        Assert.Equal(RecopyMode.Always, TagRules.BuiltIn.For(ImageReference.Parse("nginx")).Recopy);
        Assert.Equal(RecopyMode.WhenMissing, TagRules.BuiltIn.For(ImageReference.Parse("nginx:1")).Recopy);
        Assert.Equal(RecopyMode.WhenMissing, TagRules.BuiltIn.For(ImageReference.Parse(Pinned)).Recopy);
    }

    [Fact]
    public void A_pinned_image_is_never_compared()
    {
        var rules = new TagRules([Rule(["**"], [], RecopyMode.Always, minutes: 1)]);

        Assert.Equal(RecopyMode.WhenMissing, rules.For(ImageReference.Parse(Pinned)).Recopy);
    }

    private static CompiledTagRule Rule(string[] tags, string[] images, RecopyMode recopy, int minutes) => new(
        [.. tags.Select(tag => Glob.TryParseTag(tag, out var glob, out var error) ? glob : throw new FormatException(error))],
        [.. images.Select(image => Glob.TryParseRepository(image, out var glob, out var error) ? glob : throw new FormatException(error))],
        new CopyRule(recopy, TimeSpan.FromMinutes(minutes), 3));
}
