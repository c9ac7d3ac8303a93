using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Verification;

/// <summary>Whether the copies that the operator made would serve, asked from the cluster, at a target that wants a login.</summary>
public sealed class VerifyTests : SceneTests
{
    private const string User = "anybody";

    private readonly string _password = $"hush-{Guid.NewGuid():N}";
    private RegistryServer _target = null!;
    private Scene _scene = null!;

    private string Image => _scene.Image(_scene.Name, "1.0");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _target = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [new RegistryAccount(User, _password)] });
        _scene = Scene.Between(target: _target.Host);
        await World.PushAsync(_scene.Name, "1.0");
        await SecretAsync("image-clone-system", _scene.Name);
    }

    public override async Task DisposeAsync()
    {
        await World.Kubectl.RunAsync("delete", "secret", _scene.Name, "-n", "image-clone-system", "--ignore-not-found");
        await _target.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Verify_says_which_login_platform_blob_or_digest_is_missing_and_that_all_is_well_between()
    {
        await _scene.ApplyPolicyAsync("rewrite: {mode: Pod, imagePullSecrets: [{name: pull}]}", $"secretRef: {{name: {_scene.Name}}}");
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        await _scene.BackupBecomesAsync(Image, "Copied");

        var (code, output) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains(
            $"failed  {Image}: login: as pods of Deployment {_scene.Name}/web, whose pull secret", output, StringComparison.Ordinal);

        await SecretAsync(_scene.Name, "pull");
        Assert.Equal((0, $"ok      {Image}\n{_scene.Name}: 1 of 1 images can be restored\n"), await VerifyAsync("--deep"));

        (code, output) = await VerifyAsync("--platform", "linux/s390x");
        Assert.Equal(1, code);
        Assert.Contains($"failed  {Image}: platform: it has no linux/s390x, only linux/amd64", output, StringComparison.Ordinal);

        _target.Faults.Add(new Fault
        {
            Kind = RequestKind.Blob,
            Repository = _scene.CopyOf(_scene.Name),
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(404, "BLOB_UNKNOWN"),
        });
        (code, output) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains($"failed  {Image}: content: blob sha256:", output, StringComparison.Ordinal);

        _target.Faults.Clear();
        var others = new SampleRepository(_target.Samples, _scene.CopyOf(_scene.Name));
        await others.ImageAsync(new SampleImage(new SampleLayer("another", 1000)), "1.0");
        (code, output) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains($"failed  {Image}: copy: ", output, StringComparison.Ordinal);
        Assert.Contains(" has other content, sha256:", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_password, output, StringComparison.Ordinal);
    }

    private Task SecretAsync(string @namespace, string name)
    {
        var config = $$$"""{"auths": {"{{{_target.Host}}}": {"username": "{{{User}}}", "password": "{{{_password}}}"} } }""";
        return World.Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: {{@namespace}} }
            type: kubernetes.io/dockerconfigjson
            stringData: {.dockerconfigjson: '{{config}}'}
            """);
    }

    private async Task<(int ExitCode, string Output)> VerifyAsync(params IEnumerable<string> more)
    {
        var run = await Shell.RunAsync(
            ProgramUnderTest.File,
            ProgramUnderTest.Arguments(["verify", _scene.Name, "--kubeconfig", World.Cluster.KubeconfigPath, .. more]),
            input: null,
            ("DOCKER_CONFIG", "/nowhere"));
        return (run.ExitCode, run.Output);
    }
}
