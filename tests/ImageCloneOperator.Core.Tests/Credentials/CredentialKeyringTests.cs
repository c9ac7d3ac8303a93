using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Credentials;

public sealed class CredentialKeyringTests
{
    [Theory]
    [InlineData("quay.io", "quay.io/a/b", true)]
    [InlineData("https://quay.io", "quay.io/a/b", true)]
    [InlineData("http://quay.io/", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v1/", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v2/", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v2/a", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v1", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v2", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v1/any/path", "quay.io/a/b", true)]
    [InlineData("https://quay.io/v2/any/path", "quay.io:5000/a/b", false)]
    [InlineData("https://quay.io/v2any", "quay.io/a/b", false)]
    [InlineData("quay.io/a", "quay.io/a/b", true)]
    [InlineData("quay.io/a/", "quay.io/a/b", true)]
    [InlineData("quay.io/a/b", "quay.io/a/b", true)]
    [InlineData("quay.io/a/b/c", "quay.io/a/b", false)]
    [InlineData("quay.io/a", "quay.io/ab", false)]
    [InlineData("quay.io:443", "quay.io/a", false)]
    [InlineData("quay.io", "quay.io:443/a", false)]
    [InlineData("quay.io:5000/a", "quay.io:5000/a", true)]
    [InlineData("*.io", "quay.io/a", true)]
    [InlineData("*.io", "a.quay.io/a", false)]
    [InlineData("*.*.io", "a.quay.io/a", true)]
    [InlineData("*", "quay.io/a", false)]
    [InlineData("q*y.i?", "quay.io/a", true)]
    [InlineData("reg[0-9].io", "reg7.io/a", true)]
    [InlineData("reg[^0-9].io", "reg7.io/a", false)]
    [InlineData("reg[^0-9].io", "regx.io/a", true)]
    [InlineData("reg[", "reg7.io/a", false)]
    [InlineData("reg[7].io", "reg7.io/a", true)]
    [InlineData("reg[67].io", "reg7.io/a", true)]
    [InlineData("reg[77].io", "reg7.io/a", true)]
    [InlineData("reg[7-9].io", "reg7.io/a", true)]
    [InlineData("reg[5-7].io", "reg7.io/a", true)]
    [InlineData("reg[5-7x].io", "regx.io/a", true)]
    [InlineData("reg[8-9].io", "reg7.io/a", false)]
    [InlineData("reg[a-c]1.io", "reg-1.io/a", false)]
    [InlineData("reg[a-]1.io", "reg-1.io/a", true)]
    [InlineData("reg[-a]1.io", "reg-1.io/a", true)]
    [InlineData(@"\quay.io", "quay.io/a", true)]
    [InlineData(@"q\uay.io", "quay.io/a", true)]
    [InlineData(@"q\way.io", "quay.io/a", false)]
    [InlineData("kuay.io", "quay.io/a", false)]
    [InlineData("*.dkr.ecr.*.amazonaws.com", "123.dkr.ecr.eu-west-1.amazonaws.com/a", true)]
    [InlineData("*.io/a", "quay.io/b", false)]
    [InlineData("*.io:*", "quay.io:5000/b", false)]
    [InlineData("[::1]:5000", "[::1]:5000/a", true)]
    [InlineData("docker.io", "nginx", true)]
    [InlineData("docker.io/library", "nginx", true)]
    [InlineData("https://index.docker.io/v1/", "nginx", true)]
    [InlineData("index.docker.io", "grafana/grafana", true)]
    [InlineData("https://index.docker.io/v1/", "quay.io/nginx", false)]
    [InlineData("registry-1.docker.io", "nginx", false)]
    [InlineData("", "nginx", false)]
    public void A_key_serves_an_image_as_in_kubelet(string server, string image, bool serves) =>
        Assert.Equal(serves, Find(image, server).Count == 1);

    [Fact]
    public void The_longest_path_comes_first_and_all_that_match_follow() =>
        Assert.Equal(
            ["quay.io/a/b", "quay.io/a", "quay.io", "*.io"],
            Find("quay.io/a/b/c", "*.io", "quay.io", "quay.io/a/b", "quay.io/x", "quay.io/a"));

    [Fact]
    public void A_URL_of_the_API_serves_other_paths_only_where_no_other_key_does() =>
        Assert.Equal(["quay.io"], Find("quay.io/b", "https://quay.io/v2/a", "quay.io"));

    [Fact]
    public void Equal_keys_keep_the_order_of_their_secrets() =>
        Assert.Equal(
            ["https://quay.io", "quay.io", "http://quay.io/v1/"], Find("quay.io/a", "https://quay.io", "quay.io", "http://quay.io/v1/"));

    [Fact]
    public void The_old_key_of_the_Hub_serves_only_when_no_other_does() =>
        Assert.Equal(["docker.io"], Find("nginx", "https://index.docker.io/v1/", "docker.io"));

    private static List<string?> Find(string image, params string[] servers)
    {
        var keyring = new CredentialKeyring(
            servers.Select(server => new CredentialEntry(server, new RegistryCredential { Username = server })));
        var reference = ImageReference.Parse(image);
        return [.. keyring.Find(reference.Registry, reference.Repository).Select(credential => credential.Username)];
    }
}
