using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Tests.Rules;

public sealed class GlobTests
{
    [Theory]
    [InlineData("**", "docker.io/library/nginx", true)]
    [InlineData("docker.io/library/*", "docker.io/library/nginx", true)]
    [InlineData("docker.io/library/*", "docker.io/library/a/b", false)]
    [InlineData("docker.io/*", "docker.io/library/nginx", false)]
    [InlineData("quay.io/**", "quay.io/a/b/c", true)]
    [InlineData("quay.io/**", "quay.iot/a", false)]
    [InlineData("**/nginx", "docker.io/library/nginx", true)]
    [InlineData("**/nginx", "docker.io/library/my-nginx", false)]
    [InlineData("**nginx", "docker.io/library/my-nginx", true)]
    [InlineData("quay.io/**/x", "quay.io/x", true)]
    [InlineData("quay.io/**/x", "quay.io/a/b/x", true)]
    [InlineData("quay.io/**/x", "quay.io/ax", false)]
    [InlineData("*.example.com/*", "a.example.com/x", true)]
    [InlineData("*.example.com/*", "a/b.example.com/x", false)]
    [InlineData("localhost:5000/**", "localhost:5000/a", true)]
    [InlineData("quay.io/nginx", "quay.io/nginx", true)]
    [InlineData("quay.io/nginx", "quay.io/nginx2", false)]
    [InlineData("quay.io/n*x*", "quay.io/nginx", true)]
    [InlineData("[::1]:5000/*", "[::1]:5000/a", true)]
    public void A_repository_glob_matches_in_full(string pattern, string repository, bool matches)
    {
        Assert.True(Glob.TryParseRepository(pattern, out var glob, out var error), error);
        Assert.Equal(matches, glob.Matches(repository));
    }

    [Theory]
    [InlineData("latest", "latest", true)]
    [InlineData("latest", "latest2", false)]
    [InlineData("*-snapshot", "1.0-snapshot", true)]
    [InlineData("*-snapshot", "-snapshot", true)]
    [InlineData("v*.*", "v1.2", true)]
    [InlineData("v*.*", "v1", false)]
    [InlineData("*", "", true)]
    public void A_tag_glob_matches_in_full(string pattern, string tag, bool matches)
    {
        Assert.True(Glob.TryParseTag(pattern, out var glob, out var error), error);
        Assert.Equal(matches, glob.Matches(tag));
    }

    [Theory]
    [InlineData(null, "write **")]
    [InlineData("", "write **")]
    [InlineData("nginx", "write docker.io/library/nginx or **/nginx")]
    [InlineData("nginx*", "can never match")]
    [InlineData("quay.io/a:1", "has a tag")]
    [InlineData("quay.io/A", "lower-case")]
    [InlineData("quay.io//a", "empty part")]
    [InlineData("quay.io/", "empty part")]
    [InlineData("/a", "empty part")]
    [InlineData("index.docker.io/library/*", "write docker.io/library/*")]
    [InlineData("quay.io/***", "write * or **")]
    [InlineData("quay.io/a?", "character '?'")]
    [InlineData("quay.io/{a,b}", "character '{'")]
    public void A_glob_that_cannot_match_is_refused_with_what_to_write(string? pattern, string expected)
    {
        Assert.False(Glob.TryParseRepository(pattern, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_glob_has_at_most_512_characters(int length, bool isGood)
    {
        Assert.Equal(isGood, Glob.TryParseRepository(new string('a', length - 2) + "**", out _, out var error));
        Assert.Equal(isGood, error?.Contains("513 characters; at most 512", StringComparison.Ordinal) is not true);
    }

    [Fact]
    public void A_tag_glob_has_no_slash() => Assert.False(Glob.TryParseTag("a/b", out _, out _));

    [Fact]
    public void A_hostile_pattern_matches_in_bounded_time()
    {
        Assert.True(Glob.TryParseRepository(string.Concat(Enumerable.Repeat("**/*a", 90)), out var glob, out _));
        Assert.False(glob.Matches(new string('a', 255) + "b"));
    }
}
