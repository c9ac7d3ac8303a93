using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Generator.Tests;

/// <summary>What krew's own check asks of a manifest, once a release has filled it in.</summary>
public sealed class KrewManifestTests
{
    private static readonly JsonNode Manifest = Yaml.Parse(File.ReadAllText(Checkout.PathOf("build", "krew", "imageclone.yaml"))
        .Replace("VERSION", "v1.2.3", StringComparison.Ordinal)
        .Replace("SHA256-AMD64", new string('a', 64), StringComparison.Ordinal)
        .Replace("SHA256-ARM64", new string('b', 64), StringComparison.Ordinal))!;

    [Fact]
    public void Manifest_has_the_shape_that_krew_wants()
    {
        Assert.Equal("krew.googlecontainertools.github.com/v1alpha2", (string?)Manifest["apiVersion"]);
        Assert.Equal(("Plugin", "imageclone"), ((string?)Manifest["kind"], (string?)Manifest["metadata"]!["name"]));
        Assert.Matches(@"\Av\d+\.\d+\.\d+\z", (string?)Manifest["spec"]!["version"]);
        Assert.InRange(((string)Manifest["spec"]!["shortDescription"]!).Length, 1, 50);
        Assert.NotEmpty((string)Manifest["spec"]!["description"]!);
    }

    [Fact]
    public void Platforms_are_those_that_a_release_is_made_for()
    {
        var platforms = Manifest["spec"]!["platforms"]!.AsArray();

        Assert.Equal(["amd64", "arm64"], platforms.Select(platform => (string?)platform!["selector"]!["matchLabels"]!["arch"]));
        Assert.All(platforms, platform =>
        {
            var arch = (string?)platform!["selector"]!["matchLabels"]!["arch"];
            Assert.EndsWith($"/v1.2.3/image-clone-operator-linux-{arch}.tar.gz", (string?)platform["uri"], StringComparison.Ordinal);
            Assert.Matches(@"\A[a-f0-9]{64}\z", (string?)platform["sha256"]);
            Assert.Equal("image-clone-operator", (string?)platform["bin"]);
        });
    }
}
