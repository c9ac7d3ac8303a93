using System.Text;
using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Core.Tests.Credentials;

public sealed class SecretParserTests
{
    private const string Json = "kubernetes.io/dockerconfigjson";
    private const string Secret = "s3cr3t";

    private static readonly string Auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Secret}:x"));

    [Fact]
    public void A_dockerconfigjson_is_read()
    {
        var entries = Parse(Json, (".dockerconfigjson", $$$"""
            {"auths": {"quay.io": {"auth": "{{{Auth}}}", "username": "ignored"}, "ghcr.io": {"username": "u", "password": "p", "email": "e"}, "empty.io": {}, "null.io": null,
             "acr.io": {"identitytoken": "t"}, "b.io": {"registrytoken": "r"}}, "credHelpers": {}}
            """));

        Assert.Equal(["quay.io", "ghcr.io", "acr.io", "b.io"], entries.Select(entry => entry.Server));
        Assert.Equal(new RegistryCredential { Username = "me", Password = $"{Secret}:x" }, entries[0].Credential);
        Assert.Equal(new RegistryCredential { Username = "u", Password = "p" }, entries[1].Credential);
        Assert.Equal(new RegistryCredential { IdentityToken = "t" }, entries[2].Credential);
        Assert.Equal(new RegistryCredential { RegistryToken = "r" }, entries[3].Credential);
    }

    [Fact]
    public void Auth_is_read_with_and_without_padding() =>
        Assert.All(["bWU6czNjcjN0", "bWU6czNjcjN0eA==", "bWU6czNjcjN0eA"], auth =>
            Assert.Equal(
                "me", Parse(Json, (".dockerconfigjson", $$$$"""{"auths":{"a.io":{"auth":"{{{{auth}}}}"}}}"""))[0].Credential.Username));

    [Theory]
    [InlineData("bWU6\\nczNjcjN0\\n")]
    [InlineData("bWU6\\r\\nczNj cjN0")]
    [InlineData("bWU6czNjcjN0Cg==")]
    [InlineData("bWU6czNjcjN0DQo=")]
    public void Auth_in_lines_and_a_line_break_behind_the_password_are_read(string auth) => Assert.Equal(
        new RegistryCredential { Username = "me", Password = Secret },
        Parse(Json, (".dockerconfigjson", $$$$"""{"auths":{"a.io":{"auth":"{{{{auth}}}}"}}}"""))[0].Credential);

    [Theory]
    [InlineData("""{"auth": "?"}""", "auths['b.io'].auth is not base64 of user:password")]
    [InlineData("5", "auths['b.io'] is not an object")]
    [InlineData("""{"auth": {}}""", "auths['b.io'] is not an object")]
    public void A_broken_entry_leaves_the_others_to_serve(string broken, string problem)
    {
        var entries = Parse(Json, (".dockerconfigjson", $$$"""{"auths": {"a.io": {"auth": "{{{Auth}}}"}, "b.io": {{{broken}}}} }"""));

        Assert.Equal("me", entries[0].Credential.Username);
        Assert.Contains(problem, entries[1].Credential.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_without_entries_is_no_mistake() => Assert.Empty(Parse(Json, (".dockerconfigjson", """{"auths": {}}""")));

    [Fact]
    public void A_broken_first_entry_is_no_error_of_the_whole()
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"auths": {"b.io": 5, "a.io": {"auth": "{{{Auth}}}"} } }""");

        Assert.True(DockerConfigParser.TryParseSecret(json, out var entries, out var error));
        Assert.Equal((2, null), (entries.Count, error));
    }

    [Fact]
    public void A_config_file_keeps_its_entries_and_names_those_that_are_broken()
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"auths": {"a.io": {"auth": "{{{Auth}}}"}, "b.io": 5}, "credsStore": "\ud800"}""");

        Assert.True(DockerConfigParser.TryParse(json, out var config, out _));
        Assert.Equal("me", config.Entries[0].Credential.Username);
        Assert.StartsWith("auths['b.io'] is not an object", config.Entries[1].Credential.Problem, StringComparison.Ordinal);
        Assert.Null(config.Store);
    }

    [Fact]
    public void A_config_file_is_read_with_its_helpers_and_without_those_that_are_none()
    {
        var json = Encoding.UTF8.GetBytes(
            """{"credHelpers": {"a.io": "own", "b.io": 5}, "credsStore": "store", "HttpHeaders": {"x": []}}""");

        Assert.True(DockerConfigParser.TryParse(json, out var config, out _));
        Assert.Equal(("own", "store", 1), (config.Helpers["a.io"], config.Store, config.Helpers.Count));
        Assert.Empty(config.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("{}")]
    [InlineData("\uFEFF{}")]
    public void Config_file_without_content_says_nothing(string text)
    {
        Assert.True(DockerConfigParser.TryParse(Encoding.UTF8.GetBytes(text), out var config, out _));
        Assert.Empty(config.Entries);
    }

    [Fact]
    public void A_dockercfg_is_read() =>
        Assert.Equal(
            "quay.io",
            Assert.Single(Parse("kubernetes.io/dockercfg", (".dockercfg", $$$"""{"quay.io": {"auth": "{{{Auth}}}"}}"""))).Server);

    [Fact]
    public void A_basic_auth_is_for_the_registry_being_talked_to()
    {
        var entry = Assert.Single(Parse("kubernetes.io/basic-auth", ("username", "u"), ("password", "p\n")));

        Assert.Equal(new CredentialEntry("registry.example.com", new RegistryCredential { Username = "u", Password = "p" }), entry);
    }

    [Theory]
    [InlineData("Opaque", "quay.io", "quay.io")]
    [InlineData("Opaque", null, "registry.example.com")]
    [InlineData("", null, "registry.example.com")]
    [InlineData(null, null, "registry.example.com")]
    public void An_opaque_secret_is_for_its_server(string? type, string? server, string expected)
    {
        var data = new List<(string, string)> { ("docker-username", "u"), ("docker-password", "p") };
        if (server is not null) data.Add(("docker-server", server));

        Assert.Equal(expected, Assert.Single(Parse(type, [.. data])).Server);
    }

    [Theory]
    [InlineData(Json, "other", Secret, "key .dockerconfigjson is missing")]
    [InlineData(Json, ".dockerconfigjson", Secret, "key .dockerconfigjson: it is not the JSON of a Docker config (line 1, byte 1)")]
    [InlineData(Json, ".dockerconfigjson", "null", "it is null")]
    [InlineData(Json, ".dockerconfigjson", "{}", "it has no auths")]
    [InlineData(Json, ".dockerconfigjson", "[\"s3cr3t\"]", "line 1, byte 2")]
    [InlineData(
        Json, ".dockerconfigjson", """{"auths":{"quay.io":{"auth":"s3cr3t!"}}}""", "auths['quay.io'].auth is not base64 of user:password")]
    [InlineData(
        Json, ".dockerconfigjson", """{"auths":{"quay.io":{"auth":"czNjcjN0"}}}""", "auths['quay.io'].auth is not base64 of user:password")]
    [InlineData(
        Json, ".dockerconfigjson", """{"auths":{"quay.io":{"auth":"//8="}}}""", "auths['quay.io'].auth is not base64 of user:password")]
    [InlineData("kubernetes.io/dockercfg", ".dockerconfigjson", "{}", "key .dockercfg is missing")]
    [InlineData("kubernetes.io/dockercfg", ".dockercfg", Secret, "key .dockercfg: it is not the JSON of a Docker config")]
    [InlineData(
        "kubernetes.io/dockercfg", ".dockercfg", """{"quay.io":{"auth":"s3cr3t!"}}""", "key .dockercfg: ['quay.io'].auth is not base64")]
    [InlineData("kubernetes.io/basic-auth", "username", Secret, "key password is missing")]
    [InlineData("kubernetes.io/basic-auth", "password", Secret, "key username is missing")]
    [InlineData("Opaque", "docker-username", Secret, "key docker-password is missing")]
    [InlineData("Opaque", "docker-username", "", "key docker-username is empty")]
    [InlineData("Opaque", "docker-server", "", "key docker-server is not the name of a registry")]
    [InlineData("kubernetes.io/tls", "tls.key", Secret, "kubernetes.io/tls holds no registry credentials")]
    public void A_bad_secret_is_told_by_key_and_never_by_content(string type, string key, string value, string expected)
    {
        Assert.False(SecretParser.TryParse(type, Data((key, value)), "registry.example.com", out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_basic_auth_without_a_registry_is_sent_to_none()
    {
        Assert.False(
            SecretParser.TryParse("kubernetes.io/basic-auth", Data(("username", "u"), ("password", "p")), null, out _, out var error));
        Assert.Contains("for which registry", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_prints_no_secret()
    {
        var credential = new RegistryCredential { Username = "me", Password = Secret, IdentityToken = Secret, RegistryToken = Secret };

        Assert.DoesNotContain(Secret, $"{credential} {new CredentialEntry("a", credential)}", StringComparison.Ordinal);
        Assert.Equal("credential of me", $"{credential}");
        Assert.Equal("credential of a token", $"{credential with { Username = "" }}");
    }

    private static IReadOnlyList<CredentialEntry> Parse(string? type, params (string Key, string Value)[] data) =>
        SecretParser.TryParse(type, Data(data), "registry.example.com", out var entries, out var error)
            ? entries
            : throw new FormatException(error);

    private static Dictionary<string, byte[]> Data(params (string Key, string Value)[] data) =>
        data.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetBytes(pair.Value), StringComparer.Ordinal);
}
