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
    [InlineData("quay.io/0123456789abcdef:1", "r.io/b/quay.io/0123456789abcdef:1", "r.io/b/quay.io_0123456789abcdef:1")]
    public void Names_are_readable(string source, string nested, string flat)
    {
        Assert.Equal(nested, Target("b").Locate(ImageReference.Parse(source)).ToString());
        Assert.Equal(flat, Target("b", TargetLayout.Flat).Locate(ImageReference.Parse(source)).ToString());
    }

    [Theory]
    [InlineData("docker.io", "me", TargetLayout.Flat, false)]
    [InlineData("index.docker.io", "me", TargetLayout.Nested, true)]
    [InlineData("docker.io", null, TargetLayout.Flat, true)]
    [InlineData("docker.io", "me/backups", TargetLayout.Flat, true)]
    [InlineData("registry.example.com", null, TargetLayout.Nested, false)]
    public void Docker_Hub_takes_names_of_two_parts_alone(string registry, string? prefix, TargetLayout layout, bool isWarned)
    {
        Assert.True(TargetRegistry.TryCreate(registry, prefix, layout, out var target, out _));
        Assert.Equal(isWarned, target.Warning is not null);
    }

    [Theory]
    [InlineData("[::1]:5000/app", "r.io/b/ipv6-1-5000__")]
    [InlineData("Quay.io/app", "r.io/b/quay.io__")]
    [InlineData("Quay.io:443/app", "r.io/b/quay.io_443__")]
    public void Registries_that_names_cannot_hold_stay_readable(string source, string start)
    {
        Assert.StartsWith(start, Target("b").Locate(ImageReference.Parse(source)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x__abcdefghijklmnop", true)]
    [InlineData("x__abcdefabcdefabcd", false)]
    public void Name_that_ends_like_a_hash_is_marked_itself(string repository, bool isKept)
    {
        var located = Target("b").Locate(ImageReference.Parse($"quay.io/{repository}:1")).ToString();

        Assert.Equal(isKept, located == $"r.io/b/quay.io/{repository}:1");
    }

    [Theory]
    [InlineData(110, "digest.tag-digest.")]
    [InlineData(111, "digest.longtag-")]
    public void Tag_that_is_too_long_to_be_moved_aside_becomes_a_hash(int length, string start)
    {
        var tag = Target().Locate(ImageReference.Parse($"nginx:digest.{new string('x', length)}")).Tag;

        Assert.StartsWith(start, tag, StringComparison.Ordinal);
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
        Assert.Equal(("r.io", "r.io", "r.io/b"), (Target().ToString(), Target("").ToString(), Target("b").ToString()));
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

    [Theory]
    [InlineData(196, true)]
    [InlineData(197, false)]
    public void Registry_and_prefix_leave_room_for_names(int length, bool isGood)
    {
        Assert.Equal(isGood, TargetRegistry.TryCreate("r.io", new string('a', length), TargetLayout.Nested, out _, out var error));
        Assert.Equal(isGood, error?.Contains("longer than 200 characters; shorten the prefix", StringComparison.Ordinal) is not true);
    }

    private static TargetRegistry Target(string? prefix = null, TargetLayout layout = TargetLayout.Nested) =>
        TargetRegistry.TryCreate("r.io", prefix, layout, out var target, out var error) ? target : throw new FormatException(error);
}
