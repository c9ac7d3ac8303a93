using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>Whatever takes a workload out of a policy's reach takes everything of ours off it, though its image was never copied.</summary>
public sealed class LettingGoTests : HeldSourceTests
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await HeldScene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("web", HeldScene.Image(HeldScene.Name, "1.0")));
        await HeldScene.HeldAsync("deployment", "web");
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
        await HeldScene.ApplyPolicyAsync(change);

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_policy_that_is_deleted()
    {
        await World.Kubectl.RunAsync("delete", "backuppolicy", HeldScene.Name, "--wait", "--timeout=60s");

        Assert.False(await HeldScene.IsHeldAsync("deployment", "web"));
        await NothingIsLeftAsync();
        await Eventually.InClusterAsync("its backups go with it", async () =>
            (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={HeldScene.Name}")).Count == 0);
    }

    [Fact]
    public async Task Originals_return_when_namespace_is_no_longer_selected()
    {
        await World.Kubectl.RunAsync("label", "namespace", HeldScene.Name, "scene-");

        await NothingIsLeftAsync();
        await NobodyUsesTheImageAsync();
    }

    [Fact]
    public async Task A_namespace_that_opts_out()
    {
        await World.Kubectl.RunAsync("annotate", "namespace", HeldScene.Name, "imageclone.dev/skip=true");

        await NothingIsLeftAsync();
        await NobodyUsesTheImageAsync();
    }

    [Fact]
    public async Task A_workload_that_opts_out()
    {
        await World.Kubectl.RunAsync("annotate", "deployment", "web", "-n", HeldScene.Name, "imageclone.dev/skip=true");

        await HeldScene.ReleasedAsync("deployment", "web");
        await NobodyUsesTheImageAsync();
    }

    [Fact]
    public async Task A_new_target_holds_only_until_the_copies_are_there_too()
    {
        Source.Release();
        await HeldScene.ReleasedAsync("deployment", "web");
        var elsewhere = $"{HeldScene.Name}/elsewhere";
        await World.Kubectl.RunAsync(
            "patch",
            "backuppolicy",
            HeldScene.Name,
            "--type=merge",
            "-p",
            $$"""{"spec": {"target": {"repositoryPrefix": "{{elsewhere}}"} } }""");

        await Eventually.InClusterAsync("the copy is at the new target", async () =>
            await World.DigestAsync(World.Target, $"{elsewhere}/{Source.Host.Replace(':', '_')}/{HeldScene.Name}", "1.0") is not null);
        await HeldScene.ReleasedAsync("deployment", "web");
        var backup = await HeldScene.BackupBecomesAsync(HeldScene.Image(HeldScene.Name, "1.0"), "Copied");
        Assert.Contains(elsewhere, (string?)backup["spec"]!["target"], StringComparison.Ordinal);
    }

    private async Task NothingIsLeftAsync()
    {
        await HeldScene.ReleasedAsync("deployment", "web");
        var web = (await World.Kubectl.GetAsync("deployment", "web", HeldScene.Name))!["metadata"]!;
        Assert.DoesNotContain("imageclone.dev", web.ToJsonString(), StringComparison.Ordinal);
    }

    private Task NobodyUsesTheImageAsync() => Eventually.InClusterAsync("nobody uses the image", async () =>
        (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={HeldScene.Name}"))
            .All(backup => (int?)backup["status"]!["usedByCount"] == 0 && backup["status"]!["unusedSince"] is not null));
}
