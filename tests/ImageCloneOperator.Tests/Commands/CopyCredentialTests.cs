using System.Runtime.Versioning;
using System.Text;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands;

/// <summary>What <c>docker login</c> leaves behind opens registries.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CopyCredentialTests : IAsyncLifetime
{
    private const string Password = "correct-horse";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("copy-");
    private readonly RegistryAccount _account = new("user", Password);
    private RegistryServer _source = null!;
    private RegistryServer _target = null!;

    public async Task InitializeAsync()
    {
        _source = await StartAsync(RegistryAuth.Basic);
        _target = await StartAsync(RegistryAuth.Token);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Credentials_of_the_config_file_serve()
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Password}"));
        var run = await CopyAsync(
            $$"""{"auths": {"{{_source.Host}}": {"auth": "{{auth}}"}, "http://{{_target.Host}}/v2/": {"auth": "{{auth}}"} } }""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_helper_of_a_registry_and_the_store_for_all_others_serve()
    {
        await WriteHelperAsync("own", _source.Host, $$"""{"Username": "user", "Secret": "{{Password}}"}""");
        await WriteHelperAsync("store", _target.Host, $$"""{"Username": "<token>", "Secret": "{{_target.IssueRefreshToken(_account)}}"}""");
        var run = await CopyAsync($$"""{"credHelpers": {"{{_source.Host}}": "own"}, "credsStore": "store"}""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Helper_may_spell_its_answer_as_it_likes()
    {
        await WriteHelperAsync("own", _source.Host, $$"""{"username": "user", "SECRET": "{{Password}}", "ServerURL": null}""");
        var entry = $$"""{"username": "user", "password": "{{Password}}"}""";
        var run = await CopyAsync(
            $$"""{"credHelpers": {"{{_source.Host}}": "own"}, "auths": {"{{_target.Host}}": {{entry}} } }""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_helper_that_knows_nothing_leaves_the_file_to_serve()
    {
        await WriteHelperAsync("store", "another.example.com", "{}");
        var entry = $$"""{"username": "user", "password": "{{Password}}"}""";
        var run = await CopyAsync(
            $$"""{"credsStore": "store", "auths": {"{{_source.Host}}": {{entry}}, "{{_target.Host}}": {{entry}} } }""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("""{"credsStore": "absent"}""", 1, "docker-credential-absent, which the Docker config names, is not on the PATH")]
    [InlineData("""{"credsStore": "../evil"}""", 1, "no name of a program")]
    [InlineData("""{"auths": {"a": {"auth": "?"}}, "credHelpers": {"b": "absent"}}""", 1, "Give a credential")]
    [InlineData("""{"auths": """, 2, "is not the JSON of a Docker config")]
    [InlineData("{}", 1, "Give a credential")]
    public async Task Wrong_credentials_are_explained(string config, int exitCode, string message)
    {
        var run = await CopyAsync(config);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_entry_of_the_registry_itself_is_told()
    {
        var run = await CopyAsync($$"""{"auths": {"{{_source.Host}}": {"auth": "?"} } }""");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"auths['{_source.Host}'].auth is not base64", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helper_that_is_not_installed_matters_only_where_nothing_else_serves()
    {
        var entry = $$"""{"username": "user", "password": "{{Password}}"}""";
        var run = await CopyAsync(
            $$"""{"credsStore": "absent", "auths": {"{{_source.Host}}": {{entry}}, "{{_target.Host}}": {{entry}}, "x": 5} }""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task No_secret_is_ever_printed()
    {
        var wrong = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:battery-staple"));
        var run = await CopyAsync($$"""{"auths": {"{{_source.Host}}": {"auth": "{{wrong}}"} } }""");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("battery-staple", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HTTPS_with_an_authority_of_its_own_needs_the_CA_file(bool forAll)
    {
        await using var secure = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        await PutImageAsync(secure);
        var ca = Path.Combine(_folder.FullName, "ca=1.pem");
        await File.WriteAllTextAsync(ca, secure.CertificateAuthority!.Pem);
        await using var open = await RegistryServer.StartAsync(new RegistryOptions());
        var run = await OperatorProgram.RunAsync(
            "copy", $"{secure.Host}/team/app:v1", $"{open.Host}/team/app:v1", "--ca-file", forAll ? ca : $"{secure.Host}={ca}");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private static Task<SampleManifest> PutImageAsync(RegistryServer server) =>
        new SampleRepository(server.Samples, "team/app").ImageAsync(new SampleImage(new SampleLayer("base", 1000)), "v1");

    private async Task<RegistryServer> StartAsync(RegistryAuth auth)
    {
        var server = await RegistryServer.StartAsync(new RegistryOptions { Auth = auth, Accounts = [_account] });
        await PutImageAsync(server);
        return server;
    }

    private async Task<(int ExitCode, string Output, string Error)> CopyAsync(string config)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "config.json"), config);
        var environment = new Dictionary<string, string>
        {
            ["DOCKER_CONFIG"] = _folder.FullName,
            ["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        return await OperatorProgram.RunAsync(environment, "copy", $"{_source.Host}/team/app:v1", $"{_target.Host}/copies/app:v1");
    }

    /// <summary>A helper that knows one server.</summary>
    private async Task WriteHelperAsync(string name, string server, string answer)
    {
        var path = Path.Combine(_folder.FullName, $"docker-credential-{name}");
        await File.WriteAllTextAsync(path, $"""
            #!/bin/sh
            read -r server
            if [ "$1" = get ] && [ "$server" = "{server}" ]; then echo '{answer}'; exit 0; fi
            echo 'credentials not found in native keychain'
            exit 1

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
