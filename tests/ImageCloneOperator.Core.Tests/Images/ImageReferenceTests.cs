using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx:latest")]
    [InlineData("nginx:1.27", "docker.io/library/nginx:1.27")]
    [InlineData("grafana/grafana", "docker.io/grafana/grafana:latest")]
    [InlineData("docker.io/nginx", "docker.io/library/nginx:latest")]
    [InlineData("index.docker.io/nginx", "docker.io/library/nginx:latest")]
    [InlineData("registry-1.docker.io/library/nginx:1", "docker.io/library/nginx:1")]
    [InlineData("quay.io/prometheus/node-exporter:v1", "quay.io/prometheus/node-exporter:v1")]
    [InlineData("quay.io/single", "quay.io/single:latest")]
    [InlineData("localhost/foo", "localhost/foo:latest")]
    [InlineData("localhost", "docker.io/library/localhost:latest")]
    [InlineData("localhost:5000", "docker.io/library/localhost:5000")]
    [InlineData("localhost:5000/a/b:c", "localhost:5000/a/b:c")]
    [InlineData("registry/foo", "docker.io/registry/foo:latest")]
    [InlineData("registry:5000/foo", "registry:5000/foo:latest")]
    [InlineData("Registry/foo", "Registry/foo:latest")]
    [InlineData("10.0.0.1/foo", "10.0.0.1/foo:latest")]
    [InlineData("[::1]/foo", "[::1]/foo:latest")]
    [InlineData("[fd00:1::A]:5000/foo:x", "[fd00:1::A]:5000/foo:x")]
    [InlineData("nginx@sha256:" + Hex, "docker.io/library/nginx@sha256:" + Hex)]
    [InlineData("nginx:1.27@sha256:" + Hex, "docker.io/library/nginx:1.27@sha256:" + Hex)]
    [InlineData("a.b/c__d/e---f/g.h_i:_T.-", "a.b/c__d/e---f/g.h_i:_T.-")]
    [InlineData(Hex + ":tag", "docker.io/library/" + Hex + ":tag")]
    public void References_are_normalised_as_docker_does(string text, string expected)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal(expected, reference.ToString());
        Assert.Equal(reference, ImageReference.Parse(expected));
        Assert.Equal(reference, ImageReference.Parse(reference.Familiar));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" nginx", "white space")]
    [InlineData("nginx\n", "white space")]
    [InlineData("https://quay.io/foo", "scheme")]
    [InlineData(Hex, "sha256:<id>")]
    [InlineData("NGINX", "lower-case; write nginx")]
    [InlineData("quay.io/Foo/bar", "write quay.io/foo/bar")]
    [InlineData("quay.io/", "repository is missing")]
    [InlineData("docker.io/", "repository is missing")]
    [InlineData(":tag", "repository is missing")]
    [InlineData("/nginx", "malformed")]
    [InlineData("quay.io//nginx", "malformed")]
    [InlineData("nginx:", "tag '' is malformed")]
    [InlineData("nginx:-a", "tag '-a' is malformed")]
    [InlineData("nginx:ä", "tag 'ä' is malformed")]
    [InlineData("nginx@sha256:abc", "digest 'sha256:abc' is malformed")]
    [InlineData("nginx@", "digest '' is malformed")]
    [InlineData("a@b@c", "digest 'b@c' is malformed")]
    [InlineData("host:port/foo", "registry 'host:port' is malformed")]
    [InlineData("host:0/foo", "registry 'host:0' is malformed")]
    [InlineData("host:65536/foo", "registry 'host:65536' is malformed")]
    [InlineData("-host.x/foo", "registry '-host.x' is malformed")]
    [InlineData("a..b/foo", "registry 'a..b' is malformed")]
    [InlineData("[::g]/foo", "registry '[::g]' is malformed")]
    [InlineData("[::1/foo", "registry '[::1' is malformed")]
    [InlineData("[fe80::1%eth0]/foo", "registry '[fe80::1%eth0]' is malformed")]
    [InlineData("quay.io/a___b", "malformed; write lower-case letters")]
    [InlineData("quay.io/a._b", "malformed")]
    [InlineData("quay.io/-a", "malformed")]
    [InlineData("quay.io/a-", "malformed")]
    [InlineData("quay.io/ä", "malformed")]
    [InlineData("$(IMAGE)", "malformed")]
    public void A_bad_reference_is_refused_with_what_to_do(string text, string expected)
    {
        Assert.False(ImageReference.TryParse(text, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => ImageReference.Parse(text)).Message);
    }

    [Fact]
    public void Lengths_are_limited()
    {
        var longest = "quay.io/" + new string('a', 247);

        Assert.True(ImageReference.TryParse($"{longest}:{new string('t', 128)}", out _, out _));
        Assert.False(ImageReference.TryParse($"{longest}a", out _, out var name));
        Assert.Contains("256 characters; at most 255", name, StringComparison.Ordinal);
        Assert.False(ImageReference.TryParse($"a:{new string('t', 129)}", out _, out var tag));
        Assert.Contains("129 characters; at most 128", tag, StringComparison.Ordinal);
        Assert.False(ImageReference.TryParse($"a:{new string('t', 127)}!", out _, out tag));
        Assert.Contains("is malformed", tag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    public void Long_text_is_quoted_in_part(int length)
    {
        var text = $"{new string('!', length - 1)}?";
        var quoted = length == 300 ? text : $"{text[..200]}…{text[^50..]} (301 characters)";

        Assert.False(ImageReference.TryParse(text, out _, out var error));
        Assert.StartsWith($"image '{quoted}':", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker.io/library/nginx:1", "nginx:1")]
    [InlineData("docker.io/grafana/grafana:1", "grafana/grafana:1")]
    [InlineData("docker.io/library/a/b:1", "library/a/b:1")]
    [InlineData("docker.io/foo.bar/baz:1", "docker.io/foo.bar/baz:1")]
    [InlineData("docker.io/localhost/baz:1", "docker.io/localhost/baz:1")]
    [InlineData("quay.io/a:1", "quay.io/a:1")]
    public void People_see_the_short_form(string text, string expected) =>
        Assert.Equal(expected, ImageReference.Parse(text).Familiar);

    [Fact]
    public void The_digest_wins_for_fetching()
    {
        var both = ImageReference.Parse("nginx:1.27@sha256:" + Hex);

        Assert.Equal("sha256:" + Hex, both.FetchKey);
        Assert.Equal("1.28", both.WithTag("1.28").FetchKey);
        Assert.Null(both.WithDigest(both.Digest!.Value).Tag);
        Assert.Throws<FormatException>(() => both.WithTag("a/b"));
    }
}
