using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Clouds;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>A target that takes the tokens of a cloud, and an operator whose pod has an identity there.</summary>
public sealed class CloudTargetTests(FaultWorld world) : IClassFixture<FaultWorld>, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cloud-");
    private CloudServer _cloud = null!;
    private RegistryServer _target = null!;

    private string TokenFile => Path.Combine(_folder.FullName, "token");

    public async Task InitializeAsync()
    {
        _cloud = await CloudServer.StartAsync();
        RegistryAccount[] accounts = [
            new("AWS", _cloud.RegistryToken),
            new("oauth2accesstoken", _cloud.RegistryToken),
            new("00000000-0000-0000-0000-000000000000", _cloud.RegistryToken),
        ];
        _target = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token, Accounts = accounts });
        _target.Interceptor = _cloud.ExchangeAsync;
        await File.WriteAllTextAsync(TokenFile, _cloud.PodToken);
    }

    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        await _cloud.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("AWS")]
    [InlineData("Google")]
    [InlineData("Azure")]
    public async Task Operator_pushes_with_the_identity_of_its_pod(string provider)
    {
        await using var running = await StartOperatorAsync();
        var scene = await BackUpAsync(provider);

        await scene.BackupBecomesAsync(scene.Image(scene.Name, "1.0"), "Copied");
        await scene.PolicyBecomesAsync("AllImagesBackedUp");

        await NothingTellsTheTokenAsync(running);
    }

    [Fact]
    public async Task Refusal_is_told_in_the_words_of_the_cloud_and_work_goes_on_once_it_ends()
    {
        var right = _cloud.PodToken;
        _cloud.PodToken = "another";
        await using var running = await StartOperatorAsync();
        var scene = await BackUpAsync("AWS");

        var policy = await scene.PolicyBecomesAsync("InvalidCredentials");
        Assert.Contains("Not authorized to perform sts:AssumeRoleWithWebIdentity", Scene.Message(policy), StringComparison.Ordinal);
        _cloud.PodToken = right;

        await scene.BackupBecomesAsync(scene.Image(scene.Name, "1.0"), "Copied");
        await NothingTellsTheTokenAsync(running);
    }

    private Task<OperatorProcess> StartOperatorAsync() => world.StartOperatorAsync(
        new Dictionary<string, string>
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ENDPOINT_URL_ECR"] = $"{_cloud.Address}ecr",
            ["AWS_ENDPOINT_URL_STS"] = $"{_cloud.Address}sts",
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = TokenFile,
            ["AWS_ROLE_ARN"] = AwsChecks.Role,
            ["GCE_METADATA_HOST"] = _cloud.Host,
            ["AZURE_AUTHORITY_HOST"] = $"{_cloud.Address}",
            ["AZURE_TENANT_ID"] = "tenant",
            ["AZURE_CLIENT_ID"] = "client",
            ["AZURE_FEDERATED_TOKEN_FILE"] = TokenFile,
        },
        "--leader-elect",
        "false");

    private async Task<Scene> BackUpAsync(string provider)
    {
        var scene = await world.SceneAsync(_target.Host);
        await world.PushAsync(scene.Name, "1.0");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.ApplyPolicyAsync(target: $"provider: {provider}");
        return scene;
    }

    private async Task NothingTellsTheTokenAsync(OperatorProcess running)
    {
        var told = running.Log + await world.Kubectl.RunAsync("get", "imagebackups,backuppolicies,events", "-A", "-o", "yaml");
        Assert.DoesNotContain(_cloud.RegistryToken, told, StringComparison.Ordinal);
        Assert.DoesNotContain(AwsChecks.Secret, told, StringComparison.Ordinal);
    }
}
