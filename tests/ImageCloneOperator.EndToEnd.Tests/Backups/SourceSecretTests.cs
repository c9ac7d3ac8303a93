using System.Text;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>Private sources, and where the credentials to read them come from.</summary>
public sealed class SourceSecretTests : SceneTests
{
    private const string User = "puller";

    private readonly string _password = $"hush-{Guid.NewGuid():N}";
    private RegistryServer _source = null!;
    private Scene _scene = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Token, Https = true, Accounts = [new RegistryAccount(User, _password)] });
        _scene = Scene.Between(source: _source.Host);
        await new SampleRepository(_source.Samples, _scene.Name).ImageAsync(new SampleImage(new SampleLayer(_scene.Name, 20_000)), "1.0");
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, _source.CertificateAuthority!.Pem);
        await World.Kubectl.RunAsync(
            "create", "secret", "generic", $"{_scene.Name}-ca", "-n", "image-clone-system", $"--from-file=ca.crt={authority}");
        File.Delete(authority);
    }

    public override async Task DisposeAsync()
    {
        Assert.DoesNotContain(_password, World.Operator.Log, StringComparison.Ordinal);
        await World.Kubectl.RunAsync(
            "delete", "secret", $"{_scene.Name}-ca", $"{_scene.Name}-pull", "-n", "image-clone-system", "--ignore-not-found");
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_pull_secret_of_the_workload_serves()
    {
        await PullSecretAsync("pull", _scene.Name);
        await ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync($"{_scene.Deployment("web", Image)}\n      imagePullSecrets: [{{name: pull}}]");

        await _scene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task The_pull_secret_of_its_service_account_serves()
    {
        await PullSecretAsync("pull", _scene.Name);
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: runner, namespace: {{_scene.Name}} }
            imagePullSecrets: [{name: pull}]
            """);
        await ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync($"{_scene.Deployment("web", Image)}\n      serviceAccountName: runner");

        await _scene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task A_secret_of_the_policy_serves_and_while_it_is_missing_the_policy_says_so()
    {
        await ApplyPolicyAsync($", secretRefs: [{{name: {_scene.Name}-pull}}]");
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        Assert.Contains(
            "spec.sources.secretRefs[0]", Scene.Message(await _scene.PolicyBecomesAsync("SecretNotFound")), StringComparison.Ordinal);

        await PullSecretAsync($"{_scene.Name}-pull", "image-clone-system");

        await _scene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task Without_a_secret_the_image_is_unauthorized_and_its_workload_not_held()
    {
        await ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));

        var backup = await _scene.BackupBecomesAsync(Image, "Unauthorized");

        Assert.True(Scene.Is(backup, "Stalled"));
        Assert.Contains("Give a credential for this registry", Scene.Message(backup), StringComparison.Ordinal);
        await _scene.ReleasedAsync("deployment", "web");
        await Eventually.InClusterAsync("the policy has counted the failure", async () =>
            (int?)(await _scene.PolicyBecomesAsync("ImagesFailed"))["status"]!["images"]!["failed"] == 1);
        Assert.Contains(
            Image, (string?)(await _scene.PolicyBecomesAsync("ImagesFailed"))["status"]!["lastError"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_pull_secrets_than_an_ImageBackup_names_are_all_tried()
    {
        var names = Enumerable.Range(0, 69).Select(i => $"wrong-{i}").ToList();
        var config = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $$"""{"auths": {"{{_source.Host}}": {"username": "nobody", "password": "wrong"} } }"""));
        await World.Kubectl.ApplyAsync(string.Join("\n---\n", names.Select(name => $$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: {{_scene.Name}} }
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{config}} }
            """)));
        await PullSecretAsync("pull", _scene.Name);
        await ApplyPolicyAsync();

        await World.Kubectl.ApplyAsync($"{_scene.Deployment("web", Image)}\n      imagePullSecrets: "
            + $"[{string.Join(", ", names.Append("pull").Select(name => $"{{name: {name}}}"))}]");

        await _scene.BackupBecomesAsync(Image, "Copied");
    }

    private string Image => _scene.Image(_scene.Name, "1.0");

    private Task ApplyPolicyAsync(string more = "") =>
        _scene.ApplyPolicyAsync($"sources: {{registries: [{{host: '{_source.Host}', caSecretRef: {{name: {_scene.Name}-ca}}}}]{more}}}");

    private Task<string> PullSecretAsync(string name, string @namespace) => World.Kubectl.RunAsync(
        "create", "secret", "docker-registry", name, "-n", @namespace, $"--docker-server={_source.Host}", $"--docker-username={User}",
        $"--docker-password={_password}");
}
