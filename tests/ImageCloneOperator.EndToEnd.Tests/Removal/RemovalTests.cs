using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Removal;

/// <summary>The operator is removed with its policies still there: that ends by itself, traps nothing, and deletes no copy.</summary>
[Collection(WholeCluster.Name)]
public sealed class RemovalTests : IAsyncLifetime
{
    private const string Policy = "retention: {unusedFor: 0s, deleteImages: true}\n  ";

    private readonly WholeClusterWorld _world = new();
    private Scene _scene = null!;
    private OperatorProcess _operator = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _scene = await _world.SceneAsync();
        await _world.PushAsync(_scene.Name, "1.0");
        _operator = await _world.StartOperatorAsync("--leader-elect", "false");
    }

    public async Task DisposeAsync()
    {
        await _operator.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Copy_stays_when_its_kind_is_deleted()
    {
        await BackUpAsync(Policy);

        await _world.Kubectl.RunAsync("delete", "crd", "imagebackups.imageclone.dev", "--wait", "--timeout=60s");
        await _world.Kubectl.RunAsync("delete", "crd", "backuppolicies.imageclone.dev", "--wait", "--timeout=60s");

        Assert.Empty(_world.Target.Requests.Where("DELETE", RequestKind.Manifest));
    }

    [Theory]
    [InlineData("-k", "default")]
    [InlineData("-f", "install.yaml")]
    public async Task Deletion_of_everything_at_once_ends(string flag, string path)
    {
        await _world.Kubectl.RunAsync("apply", flag, Checkout.PathOf("config", path));
        await BackUpAsync(Policy);
        var policy = (await _world.Kubectl.GetAsync("backuppolicy", _scene.Name))!["metadata"]!;
        Assert.True(policy["finalizers"]?.AsArray() is not { Count: > 0 }, $"{policy["finalizers"]}");

        var deletion = _world.Kubectl.RunAsync(
            "delete", flag, Checkout.PathOf("config", path), "--ignore-not-found", "--wait", "--timeout=60s");
        await _operator.TerminateAsync();

        await deletion;
        Assert.False(await _scene.IsHeldAsync("deployment", "web"));
        Assert.Empty(_world.Target.Requests.Where("DELETE", RequestKind.Manifest));
    }

    [Fact]
    public async Task Running_operator_restores_images_when_its_kinds_are_deleted()
    {
        await BackUpAsync(Policy + "rewrite: {mode: Workload}");
        await IsRewrittenAsync();
        await Eventually.InClusterAsync("the policy waits for what it has rewritten", async () =>
            (await _world.Kubectl.GetAsync("backuppolicy", _scene.Name))!["metadata"]!["finalizers"] is not null);

        await _world.Kubectl.RunAsync("delete", "-f", Checkout.PathOf("config", "crds"), "--wait", "--timeout=60s");

        await new RewriteScene(_world.Kubectl, _scene).CleanAsync("deployment", "web", Image);
        Assert.Empty(_world.Target.Requests.Where("DELETE", RequestKind.Manifest));
    }

    [Fact]
    public async Task Stopped_operator_first_restores_images_when_its_kinds_are_deleted()
    {
        await BackUpAsync(Policy + "rewrite: {mode: Workload}");
        await IsRewrittenAsync();

        var deletion = _world.Kubectl.RunAsync("delete", "-f", Checkout.PathOf("config", "crds"), "--wait", "--timeout=60s");
        await Eventually.InClusterAsync("the kind is being deleted", async () =>
            (await _world.Kubectl.GetAsync("crd", "backuppolicies.imageclone.dev"))?["metadata"]!["deletionTimestamp"] is not null
            || await _world.Kubectl.GetAsync("crd", "backuppolicies.imageclone.dev") is null);
        Assert.Equal(0, await _operator.TerminateAsync());

        await deletion;
        await new RewriteScene(_world.Kubectl, _scene).CleanAsync("deployment", "web", Image);
    }

    /// <summary>The rights that its manifest gives are enough.</summary>
    [Fact]
    public async Task Cleanup_job_takes_back_what_a_dead_operator_has_left()
    {
        await BackUpAsync(Policy + "rewrite: {mode: Workload}");
        await IsRewrittenAsync();
        await _operator.KillAsync();
        await _world.Kubectl.RunAsync("delete", "-f", Checkout.PathOf("config", "crds"), "--wait=false");
        await _world.Kubectl.RunAsync("apply", "-f", Checkout.PathOf("config", "cleanup", "cleanup.yaml"));
        var kubeconfig = Path.GetTempFileName();
        await OperatorInstallation.KubeconfigAsync(_world.Kubectl, "cleanup", "image-clone-cleanup", kubeconfig);

        var run = await OperatorProcess.RunAsync(kubeconfig, "cleanup");

        File.Delete(kubeconfig);
        await _world.Kubectl.RunAsync(
            "delete", "-f", Checkout.PathOf("config", "cleanup", "cleanup.yaml"), "--ignore-not-found", "--wait=false");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await new RewriteScene(_world.Kubectl, _scene).CleanAsync("deployment", "web", Image);
        await Eventually.InClusterAsync("the kinds go", async () =>
            (await _world.Kubectl.TryAsync(null, "get", "crd", "backuppolicies.imageclone.dev")).ExitCode != 0);
    }

    private string Image => _scene.Image(_scene.Name, "1.0");

    private async Task BackUpAsync(string policy)
    {
        await _scene.ApplyPolicyAsync(policy);
        await _world.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        await _scene.BackupBecomesAsync(Image, "Copied");
        await _scene.ReleasedAsync("deployment", "web");
        await _scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    private Task<System.Text.Json.Nodes.JsonNode> IsRewrittenAsync() => new RewriteScene(_world.Kubectl, _scene).HasAsync(
        "deployment", "web", $"{_world.Target.Host}/{_scene.CopyOf(_scene.Name)}:1.0");
}
