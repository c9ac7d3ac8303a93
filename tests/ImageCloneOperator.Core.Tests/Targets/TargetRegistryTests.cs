using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Tests.Targets;

public sealed class TargetRegistryTests
{
    private static readonly string A64 = new('a', 64);

    [Theory]
    [InlineData("nginx:1.27", "r.io/b/docker.io/library/nginx:1.27", "r.io/b/docker.io_library_nginx:1.27")]
    [InlineData("localhost:5000/app:1", "r.io/b/localhost_5000/app:1", "r.io/b/localhost__5000_app:1")]
    [InlineData("quay.io/a/b-c.d:1", "r.io/b/quay.io/a/b-c.d:1", "r.io/b/quay.io_a_b-c.d:1")]
    public void Names_are_readable(string source, string nested, string flat)
    {
        Assert.Equal(nested, Target("b").Locate(ImageReference.Parse(source)).ToString());
        Assert.Equal(flat, Target("b", TargetLayout.Flat).Locate(ImageReference.Parse(source)).ToString());
    }

    [Fact]
    public void A_pinned_image_lies_at_its_anchor_and_never_at_a_bare_digest_tag()
    {
        var expected = $"r.io/docker.io/library/nginx:digest.sha256-{A64}";

        Assert.Equal(expected, Target().Locate(ImageReference.Parse($"nginx@sha256:{A64}")).ToString());
        Assert.Equal(expected, Target().Locate(ImageReference.Parse($"nginx:1.27@sha256:{A64}")).ToString());
    }

    [Theory]
    [InlineData("localhost:5000/foo", "localhost/5000/foo")]
    [InlineData("a.b/c_d", "a.b/c/d")]
    [InlineData("a.b/c__d", "a.b/c/d")]
    [InlineData("Ab/c", "AB/c")]
    [InlineData("[::1]/c", "[::A]/c")]
    [InlineData("[::a]/c", "[::A]/c")]
    [InlineData("[::1]:5/c", "[::1:5]/c")]
    public void Similar_registries_are_kept_apart(string one, string other)
    {
        foreach (var target in new[] { Target("b"), Target("b", TargetLayout.Flat) })
            Assert.NotEqual(target.Locate(ImageReference.Parse(one)), target.Locate(ImageReference.Parse(other)));
    }

    [Fact]
    public void A_tag_that_looks_like_an_anchor_is_moved_aside()
    {
        var looksPinned = Target().Locate(ImageReference.Parse($"nginx:digest.sha256-{A64}"));
        var pinned = Target().Locate(ImageReference.Parse($"nginx@sha256:{A64}"));
        var longest = Target().Locate(ImageReference.Parse($"nginx:digest.{new string('x', 121)}"));

        Assert.NotEqual(pinned, looksPinned);
        Assert.Equal(longest, ImageReference.Parse(longest.ToString()));
    }

    [Fact]
    public void A_digest_that_is_no_tag_has_an_anchor_too()
    {
        var sha512 = Target().Locate(ImageReference.Parse($"nginx@sha512:{new string('a', 128)}"));

        Assert.Equal(sha512, ImageReference.Parse(sha512.ToString()));
    }

    [Theory]
    [InlineData("r.io/b/docker.io/library/nginx", true)]
    [InlineData("R.io/b/x", true)]
    [InlineData("r.io/b", false)]
    [InlineData("r.io/bc/x", false)]
    [InlineData("r.io:443/b/x", false)]
    [InlineData("b/x", false)]
    public void An_image_is_under_the_target_by_whole_parts(string image, bool under) =>
        Assert.Equal(under, Target("b").Contains(ImageReference.Parse(image)));

    [Fact]
    public void Without_a_prefix_the_whole_registry_is_the_target()
    {
        Assert.True(Target().Contains(ImageReference.Parse("r.io/x")));
        Assert.False(Target().Contains(ImageReference.Parse("x")));
    }

    [Theory]
    [InlineData("https://r.io", null, "scheme")]
    [InlineData("r.io/x", null, "malformed")]
    [InlineData("registry", null, "registry:443")]
    [InlineData("", null, "malformed")]
    [InlineData("r.io", "/b", "backups/prod")]
    [InlineData("r.io", "B", "backups/prod")]
    public void A_bad_target_is_refused(string registry, string? prefix, string expected)
    {
        Assert.False(TargetRegistry.TryCreate(registry, prefix, TargetLayout.Nested, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static TargetRegistry Target(string? prefix = null, TargetLayout layout = TargetLayout.Nested) =>
        TargetRegistry.TryCreate("r.io", prefix, layout, out var target, out var error) ? target : throw new FormatException(error);
}
