using System.Text;
using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Core.Tests.Credentials;

public sealed class DockerConfigWriterTests
{
    private static readonly RegistryCredential Login = new() { Username = "reader", Password = "p:ä\"s" };

    [Theory]
    [InlineData("registry.example.com:5000", "backups/prod", "backups/prod/docker.io/library/nginx", "backups/prod-b/nginx")]
    [InlineData("registry.example.com", null, "any/thing", null)]
    [InlineData("docker.io", "acme", "acme/docker.io_library_nginx", null)]
    public void Credential_serves_what_lies_under_the_prefix_alone(string registry, string? prefix, string served, string? notServed)
    {
        var keyring = new CredentialKeyring(Read(DockerConfigWriter.Write(registry, prefix, Login)));

        Assert.Equal([Login], keyring.Find(registry, served));
        Assert.Empty(keyring.Find("other.example.com", served));
        if (notServed is not null) Assert.Empty(keyring.Find(registry, notServed));
    }

    /// <summary>The only key of the Hub that every kubelet knows.</summary>
    [Fact]
    public void Key_of_docker_hub_is_that_of_docker_login() =>
        Assert.Equal("https://index.docker.io/v1/", Assert.Single(Read(DockerConfigWriter.Write("docker.io", "acme", Login))).Server);

    private static IReadOnlyList<CredentialEntry> Read(string json)
    {
        Assert.True(DockerConfigParser.TryParseSecret(Encoding.UTF8.GetBytes(json), out var entries, out var error), error);
        return entries;
    }
}
