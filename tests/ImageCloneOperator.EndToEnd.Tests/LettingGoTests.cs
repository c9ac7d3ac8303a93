using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

/// <summary>Whatever takes a workload out of a policy's reach takes everything of ours off it, though its image was never copied.</summary>
public sealed class LettingGoTests : SceneTests
{
    private HeldSource _source = null!;
    private Scene _scene = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await HeldSource.StartAsync();
        _scene = Scene.Between(source: _source.Host);
        await _source.PushAsync(_scene.Name, "1.0");
        await _scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", _scene.Image(_scene.Name, "1.0")));
        await _scene.HeldAsync("deployment", "web");
    }

    public override async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("suspend: true")]
    [InlineData("deletionProtection: {enabled: false}")]
    [InlineData("workloadKinds: [DaemonSet]")]
    [InlineData("workloadSelector: {matchLabels: {app: another}}")]
    [InlineData("images: {exclude: ['**']}")]
    [InlineData("tagRules: [{tags: ['*'], recopy: Never}]")]
    public async Task A_policy_that_is_suspended_or_narrowed(string change)
    {
        await _scene.ApplyPolicyAsync(change);

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_policy_that_is_deleted()
    {
        await World.Kubectl.RunAsync("delete", "backuppolicy", _scene.Name, "--wait", "--timeout=60s");

        Assert.False(await _scene.IsHeldAsync("deployment", "web"));
        await NothingIsLeftAsync();
        await Wait.UntilAsync("its backups go with it", async () =>
            (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={_scene.Name}")).Count == 0);
    }

    [Fact]
    public async Task A_namespace_that_is_no_longer_selected()
    {
        await World.Kubectl.RunAsync("label", "namespace", _scene.Name, "scene-");

        await NothingIsLeftAsync();
        await NobodyUsesTheImageAsync();
    }

    [Fact]
    public async Task A_namespace_that_opts_out()
    {
        await World.Kubectl.RunAsync("annotate", "namespace", _scene.Name, "imageclone.dev/skip=true");

        await NothingIsLeftAsync();
        await NobodyUsesTheImageAsync();
    }

    [Fact]
    public async Task A_workload_that_opts_out()
    {
        await World.Kubectl.RunAsync("annotate", "deployment", "web", "-n", _scene.Name, "imageclone.dev/skip=true");

        await _scene.ReleasedAsync("deployment", "web");
        await NobodyUsesTheImageAsync();
    }

    [Fact]
    public async Task A_new_target_holds_only_until_the_copies_are_there_too()
    {
        _source.Release();
        await _scene.ReleasedAsync("deployment", "web");
        var elsewhere = $"{_scene.Name}/elsewhere";
        await World.Kubectl.RunAsync(
            "patch", "backuppolicy", _scene.Name, "--type=merge", "-p", $$"""{"spec": {"target": {"repositoryPrefix": "{{elsewhere}}"} } }""");

        await Wait.UntilAsync("the copy is at the new target", async () =>
            await World.DigestAsync(World.Target, $"{elsewhere}/{_source.Host.Replace(':', '_')}/{_scene.Name}", "1.0") is not null);
        await _scene.ReleasedAsync("deployment", "web");
        var backup = await _scene.BackupBecomesAsync(_scene.Image(_scene.Name, "1.0"), "Copied");
        Assert.Contains(elsewhere, (string?)backup["spec"]!["target"], StringComparison.Ordinal);
    }

    private async Task NothingIsLeftAsync()
    {
        await _scene.ReleasedAsync("deployment", "web");
        var web = (await World.Kubectl.GetAsync("deployment", "web", _scene.Name))!["metadata"]!;
        Assert.DoesNotContain("imageclone.dev", web.ToJsonString(), StringComparison.Ordinal);
    }

    private Task NobodyUsesTheImageAsync() => Wait.UntilAsync("nobody uses the image", async () =>
        (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={_scene.Name}"))
            .All(backup => (int?)backup["status"]!["usedByCount"] == 0 && backup["status"]!["unusedSince"] is not null));
}
