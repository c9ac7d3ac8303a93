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
        _target = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token, Accounts = _cloud.Accounts });
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

    [Fact]
    public async Task Repositories_that_ECR_lacks_are_made_for_copies_and_catalogue()
    {
        _target.Interceptor = _cloud.Repositories.RequireAsync;
        await using var running = await StartOperatorAsync();
        var scene = await BackUpAsync("AWS", ", createRepositories: {tags: {team: platform}}");

        await scene.BackupBecomesAsync(scene.Image(scene.Name, "1.0"), "Copied");
        await scene.PolicyBecomesAsync("AllImagesBackedUp");

        await Eventually.True(() => _cloud.Repositories.Names.Contains($"{scene.Name}/imageclone-catalog"));
        var copies = Assert.Single(_cloud.Repositories.Names, name => name.EndsWith($"/{scene.Name}", StringComparison.Ordinal));
        Assert.Equal("""[{"Key":"team","Value":"platform"}]""", _cloud.Repositories[copies]["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task Repositories_that_ECR_lacks_are_told_with_the_way_out()
    {
        _target.Interceptor = _cloud.Repositories.RequireAsync;
        await using var running = await StartOperatorAsync();
        var scene = await BackUpAsync("AWS");

        var backup = await scene.BackupBecomesAsync(scene.Image(scene.Name, "1.0"), "TargetDenied");

        Assert.Contains("Set spec.target.createRepositories", Scene.Message(backup), StringComparison.Ordinal);
    }

    private Task<OperatorProcess> StartOperatorAsync() =>
        world.StartOperatorAsync(_cloud.Variables(TokenFile), "--leader-elect", "false");

    private async Task<Scene> BackUpAsync(string provider, string more = "")
    {
        var scene = await world.SceneAsync(_target.Host);
        await world.PushAsync(scene.Name, "1.0");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.ApplyPolicyAsync(target: $"provider: {provider}{more}");
        return scene;
    }

    private async Task NothingTellsTheTokenAsync(OperatorProcess running)
    {
        var told = running.Log + await world.Kubectl.RunAsync("get", "imagebackups,backuppolicies,events", "-A", "-o", "yaml");
        Assert.DoesNotContain(_cloud.RegistryToken, told, StringComparison.Ordinal);
        Assert.DoesNotContain(AwsChecks.Secret, told, StringComparison.Ordinal);
    }
}
