using System.Text;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>A target that wants a password, and the secrets that a policy may give it in.</summary>
public sealed class TargetSecretTests : SceneTests
{
    private const string User = "pusher";

    private readonly string _password = $"hush-{Guid.NewGuid():N}";
    private RegistryServer _target = null!;
    private Scene _scene = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _target = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [new RegistryAccount(User, _password)] });
        _scene = Scene.Between(target: _target.Host);
        await World.PushAsync(_scene.Name, "1.0");
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
    }

    public override async Task DisposeAsync()
    {
        // Neither what an operator logs nor what it writes for all to read has anything of a secret.
        Assert.DoesNotContain(_password, World.Operator.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(
            _password,
            await World.Kubectl.RunAsync("get", "imagebackups,backuppolicies,events", "-A", "-o", "yaml"),
            StringComparison.Ordinal);
        await World.Kubectl.RunAsync("delete", "secret", _scene.Name, "-n", "image-clone-system", "--ignore-not-found");
        await _target.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("dockerconfigjson")]
    [InlineData("dockercfg")]
    [InlineData("basic-auth")]
    [InlineData("opaque")]
    public async Task Every_form_of_a_secret_serves(string form)
    {
        await SecretAsync(Form(form, _password));
        await ApplyPolicyAsync();

        await _scene.BackupBecomesAsync(Image, "Copied");
        await _scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    [Fact]
    public async Task A_missing_secret_is_named_and_as_soon_as_it_is_there_work_goes_on()
    {
        await ApplyPolicyAsync();

        var policy = await _scene.PolicyBecomesAsync("SecretNotFound");
        Assert.Contains(
            $"spec.target.secretRef: there is no secret {_scene.Name} in namespace image-clone-system",
            Scene.Message(policy),
            StringComparison.Ordinal);
        Assert.True(Scene.Is(policy, "Stalled"));
        await _scene.BackupBecomesAsync(Image, "SecretNotFound");
        await _scene.ReleasedAsync("deployment", "web");

        await SecretAsync(Form("dockerconfigjson", _password));
        await _scene.BackupBecomesAsync(Image, "Copied");
        await _scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    [Fact]
    public async Task A_malformed_secret_is_told_by_its_key_and_not_its_content()
    {
        await SecretAsync($"type: Opaque\nstringData: {{docker-username: {User}, docker-passwort: {_password}}}");
        await ApplyPolicyAsync();

        var policy = await _scene.PolicyBecomesAsync("InvalidCredentials");

        Assert.Contains(
            $"spec.target.secretRef: secret image-clone-system/{_scene.Name}: key docker-password is missing",
            Scene.Message(policy),
            StringComparison.Ordinal);
        Assert.True(Scene.Is(policy, "Stalled"));
    }

    [Fact]
    public async Task A_refused_password_is_told_and_once_corrected_work_goes_on()
    {
        await SecretAsync(Form("basic-auth", "wrong"));
        await ApplyPolicyAsync();
        Assert.Contains(_target.Host, Scene.Message(await _scene.PolicyBecomesAsync("InvalidCredentials")), StringComparison.Ordinal);
        await _scene.BackupBecomesAsync(Image, "InvalidCredentials");

        await SecretAsync(Form("basic-auth", _password));

        await _scene.BackupBecomesAsync(Image, "Copied");
        await _scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    private string Image => _scene.Image(_scene.Name, "1.0");

    private Task ApplyPolicyAsync() => _scene.ApplyPolicyAsync(target: $"secretRef: {{name: {_scene.Name}}}");

    private Task SecretAsync(string typeAndData) => World.Kubectl.ApplyAsync($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{_scene.Name}}, namespace: image-clone-system}
        {{typeAndData}}
        """);

    private string Form(string form, string password)
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password}"));
        return form switch
        {
            "dockerconfigjson" => $$$"""
                type: kubernetes.io/dockerconfigjson
                stringData: {.dockerconfigjson: '{"auths": {"{{{_target.Host}}}": {"auth": "{{{auth}}}" } } }'}
                """,
            "dockercfg" => $$$"""
                type: kubernetes.io/dockercfg
                stringData: {.dockercfg: '{"{{{_target.Host}}}": {"username": "{{{User}}}", "password": "{{{password}}}" } }'}
                """,
            "basic-auth" => $"type: kubernetes.io/basic-auth\nstringData: {{username: {User}, password: {password}}}",
            _ => $"type: Opaque\nstringData: {{docker-server: '{_target.Host}', docker-username: {User}, docker-password: {password}}}",
        };
    }
}
