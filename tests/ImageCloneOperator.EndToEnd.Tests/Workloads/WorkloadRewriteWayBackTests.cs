using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>
/// Whatever ends a rewrite puts the originals back, in one rollout, and leaves nothing that the owner's next apply would stumble over.
/// </summary>
public sealed class WorkloadRewriteWayBackTests : SceneTests
{
    private const string Kinds = "workloadKinds: [StatefulSet]";

    private RewriteScene _rewrites = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _rewrites = new RewriteScene(World.Kubectl, Scene);
        await World.PushAsync($"{Scene.Name}/a", "1.0");
        await World.PushAsync($"{Scene.Name}/b", "1.0");
        await Scene.ApplyPolicyAsync($"{Kinds}\n  rewrite: {{mode: Workload}}");
        await ApplyOwnAsync(Own());
        await _rewrites.HasAsync("statefulset", "web", Copy("a"), Copy("b"));
    }

    [Theory]
    [InlineData("rewrite: {mode: None}")]
    [InlineData("rewrite: {mode: Pod}")]
    [InlineData("rewrite: {mode: Workload}\n  suspend: true")]
    [InlineData("rewrite: {mode: Workload}\n  workloadSelector: {matchLabels: {app: another}}")]
    [InlineData("rewrite: {mode: Workload}\n  images: {exclude: ['**']}")]
    public async Task Originals_return_when_policy_stops_rewriting(string change)
    {
        await Scene.ApplyPolicyAsync($"{Kinds}\n  {change}");

        await EverythingIsBackAsync();
    }

    [Fact]
    public async Task A_policy_that_is_deleted_goes_only_then()
    {
        await World.Kubectl.RunAsync("delete", "backuppolicy", Scene.Name, "--wait", "--timeout=60s");

        Assert.Equal([Image("a"), Image("b")], RewriteScene.Images(await _rewrites.WorkloadAsync("statefulset", "web")));
        await EverythingIsBackAsync();
    }

    [Theory]
    [InlineData("namespace")]
    [InlineData("statefulset")]
    public async Task Originals_return_when_namespace_or_workload_opts_out(string kind)
    {
        await World.Kubectl.RunAsync(
            "annotate", kind, kind == "namespace" ? Scene.Name : "web", "-n", Scene.Name, "imageclone.dev/skip=true");

        await EverythingIsBackAsync();
    }

    [Fact]
    public async Task Originals_return_when_namespace_is_no_longer_selected()
    {
        await World.Kubectl.RunAsync("label", "namespace", Scene.Name, "scene-");

        await EverythingIsBackAsync();
    }

    [Fact]
    public async Task An_image_that_is_excluded_goes_back_alone()
    {
        await Scene.ApplyPolicyAsync($"{Kinds}\n  rewrite: {{mode: Workload}}\n  images: {{exclude: ['**/a']}}");

        var web = await _rewrites.HasAsync("statefulset", "web", Image("a"), Copy("b"));
        await Eventually.InClusterAsync(
            "only the other is kept",
            async () => RewriteScene.Kept(web = await _rewrites.WorkloadAsync("statefulset", "web"))!.AsObject().Count == 1);
        Assert.Equal(Image("b"), (string?)RewriteScene.Kept(web)!["c1"]);
        Assert.Equal(3, RewriteScene.Generation(web));
        var ours = Assert.Single(
            web["metadata"]!["managedFields"]!.AsArray(),
            entry => (string?)entry!["manager"] == "image-clone-operator" && (string?)entry["operation"] == "Apply");
        Assert.Equal(
            ["k:{\"name\":\"c1\"}"],
            ours!["fieldsV1"]!["f:spec"]!["f:template"]!["f:spec"]!["f:containers"]!.AsObject().Select(item => item.Key));
        await ApplyOwnAsync(Own().Replace(Image("b"), Copy("b"), StringComparison.Ordinal));

        await Scene.ApplyPolicyAsync($"{Kinds}\n  rewrite: {{mode: None}}");
        await _rewrites.CleanAsync("statefulset", "web", Image("a"), Image("b"));
    }

    [Fact]
    public async Task An_owner_who_applies_from_the_client_finds_nothing_to_do()
    {
        var manifest = Scene.Workload("apps/v1", "StatefulSet", "client", Image("a"), Image("b"));
        await World.Kubectl.ApplyAsync(manifest);
        await _rewrites.HasAsync("statefulset", "client", Copy("a"), Copy("b"));

        await Scene.ApplyPolicyAsync($"{Kinds}\n  rewrite: {{mode: None}}");

        await _rewrites.CleanAsync("statefulset", "client", Image("a"), Image("b"));
        (await World.Kubectl.TryAsync(manifest, "diff", "-f", "-")).Require();
        var applied = await World.Kubectl.TryAsync(manifest, "apply", "-f", "-");
        Assert.Equal("statefulset.apps/client unchanged\n", applied.Require());
        var migrated = await World.Kubectl.TryAsync(manifest, "apply", "--server-side", "-f", "-");
        migrated.Require();
        Assert.Equal("", migrated.Errors);
    }

    [Fact]
    public async Task Owner_change_since_rewrite_stays()
    {
        const string theirs = "registry.invalid/theirs:9";
        await World.Kubectl.RunAsync("set", "image", "statefulset/web", "-n", Scene.Name, $"c0={theirs}");

        await World.Kubectl.RunAsync("delete", "backuppolicy", Scene.Name, "--wait", "--timeout=60s");

        await _rewrites.CleanAsync("statefulset", "web", theirs, Image("b"));
    }

    [Fact]
    public async Task A_container_that_the_owner_takes_away_goes_whole()
    {
        await ApplyOwnAsync(Scene.Workload("apps/v1", "StatefulSet", "web", Copy("a")));

        await _rewrites.HasAsync("statefulset", "web", Copy("a"));
        Assert.Contains("c1", await Scene.EventAsync("OrphanRemoved", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workload_keeps_copies_when_owner_removes_annotation()
    {
        await World.Kubectl.RunAsync("annotate", "statefulset", "web", "-n", Scene.Name, $"{RewriteScene.Originals}-");
        await World.Kubectl.RunAsync("delete", "backuppolicy", Scene.Name, "--wait", "--timeout=60s");

        Assert.Equal([Copy("a"), Copy("b")], RewriteScene.Images(await _rewrites.WorkloadAsync("statefulset", "web")));
    }

    private async Task EverythingIsBackAsync()
    {
        await _rewrites.CleanAsync("statefulset", "web", Image("a"), Image("b"));
        Assert.Equal(3, RewriteScene.Generation(await _rewrites.WorkloadAsync("statefulset", "web")));
        Assert.Contains("is now", await Scene.EventAsync("ImagesRestored", "web"), StringComparison.Ordinal);
        (await World.Kubectl.TryAsync(Own(), "diff", "--server-side", "-f", "-")).Require();
        await ApplyOwnAsync(Own().Replace(Image("a"), "registry.invalid/next:2", StringComparison.Ordinal));
    }

    /// <summary>As a person does, without force: a conflict fails.</summary>
    private async Task ApplyOwnAsync(string manifest) =>
        (await World.Kubectl.TryAsync(manifest, "apply", "--server-side", "-f", "-")).Require();

    private string Own() => Scene.Workload("apps/v1", "StatefulSet", "web", Image("a"), Image("b"))
        .Replace("name: c1,", "name: c1, args: [run],", StringComparison.Ordinal);

    private string Image(string repository) => Scene.Image($"{Scene.Name}/{repository}", "1.0");

    private string Copy(string repository) => $"{World.Target.Host}/{Scene.CopyOf($"{Scene.Name}/{repository}")}:1.0";
}
