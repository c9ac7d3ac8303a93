using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Clouds;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands;

/// <summary><c>copy</c> with the identity of a cloud, into a registry that takes this cloud's tokens only.</summary>
public sealed class CopyProviderTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("copy-");
    private CloudServer _cloud = null!;
    private RegistryServer _source = null!;
    private RegistryServer _target = null!;

    private string TokenFile => Path.Combine(_folder.FullName, "token");

    public async Task InitializeAsync()
    {
        _cloud = await CloudServer.StartAsync();
        _source = await RegistryServer.StartAsync(new RegistryOptions());
        _target = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = _cloud.Accounts });
        _target.Interceptor = _cloud.ExchangeAsync;
        await File.WriteAllTextAsync(TokenFile, _cloud.PodToken);
        await new SampleRepository(_source.Samples, "team/app").ImageAsync(new SampleImage(new SampleLayer("base", 500)), "v1");
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("AWS")]
    [InlineData("Google")]
    [InlineData("Azure")]
    public async Task Identity_of_the_cloud_that_is_named_pushes(string provider)
    {
        var run = await CopyAsync("--provider", $"{_target.Host}={provider}");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, _cloud.Tokens);
    }

    [Fact]
    public async Task Refusal_of_the_cloud_is_told_without_a_token()
    {
        _cloud.PodToken = "another";

        var run = await CopyAsync("--provider", $"{_target.Host}=AWS");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("AWS STS answered 403", run.Error, StringComparison.Ordinal);
        Assert.Contains("Not authorized to perform sts:AssumeRoleWithWebIdentity", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pod-token", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_cloud_is_asked_for_a_host_of_none()
    {
        var run = await CopyAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(0, _cloud.Tokens);
    }

    [Theory]
    [InlineData("registry.example.com")]
    [InlineData("registry.example.com=Alibaba")]
    [InlineData("registry.example.com=2")]
    [InlineData("=AWS")]
    public async Task Provider_that_does_not_exist_is_named(string value)
    {
        var run = await CopyAsync("--provider", value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"--provider: '{value}'", run.Error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> CopyAsync(params string[] options) => OperatorProgram.RunAsync(
        _cloud.Variables(TokenFile), ["copy", $"{_source.Host}/team/app:v1", $"{_target.Host}/copies/app:v1", .. options]);
}
