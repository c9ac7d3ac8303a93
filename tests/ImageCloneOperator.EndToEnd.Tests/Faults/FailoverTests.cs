using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Pods;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>A source goes, and comes back; each test has one of its own to stop.</summary>
public sealed class FailoverTests : SceneTests
{
    private FailoverScene _scene = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _scene = await FailoverScene.StartAsync(World.Kubectl, Scene);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task A_source_that_is_gone_is_said_so_and_that_it_is_back()
    {
        await _scene.ApplyPolicyAsync("Pod");
        var name = await _scene.BackUpAsync("app");
        await _scene.AvailableAsync("app", "True");

        await _scene.Source.StopAsync();
        var gone = await _scene.AvailableAsync("app", "False");
        Assert.Equal("SourceUnreachable", (string?)gone["reason"]);
        Assert.Contains("the connection failed", (string?)gone["message"], StringComparison.Ordinal);
        Assert.Contains("The copy takes its place", await Scene.EventAsync("SourceUnreachable", name, "default"), StringComparison.Ordinal);

        await _scene.Source.StartAsync();
        Assert.Equal("SourceReachable", (string?)(await _scene.AvailableAsync("app", "True"))["reason"]);
        await Scene.EventAsync("SourceReachable", name, "default");
    }

    [Fact]
    public async Task A_tag_that_is_deleted_at_its_source_is_unavailable_and_no_other()
    {
        await _scene.ApplyPolicyAsync("Pod");
        await _scene.BackUpAsync("app");
        await _scene.BackUpAsync("other");

        await _scene.DeleteAsync("app", (await World.DigestAsync(_scene.Source, "app", "1.0"))!);

        Assert.Contains("no such manifest", (string?)(await _scene.AvailableAsync("app", "False"))["message"], StringComparison.Ordinal);
        await _scene.AvailableAsync("other", "True");
    }

    [Fact]
    public async Task A_source_that_answers_only_briefly_does_not_flap()
    {
        await _scene.ApplyPolicyAsync("Pod", recoverAfter: "1h");
        var name = await _scene.BackUpAsync("app");
        await _scene.Source.StopAsync();
        var since = (string?)(await _scene.AvailableAsync("app", "False"))["lastTransitionTime"];

        await _scene.Source.StartAsync();
        await Eventually.InClusterAsync("it is seen to answer", async () => (await _scene.StateAsync("app"))["answeringSince"] is not null);
        await _scene.Source.StopAsync();
        await Eventually.InClusterAsync("it is seen to fail again", async () => (await _scene.StateAsync("app"))["answeringSince"] is null);

        Assert.Equal(since, (string?)(await _scene.AvailableAsync("app", "False"))["lastTransitionTime"]);
        Assert.Single(
            await World.Kubectl.ListAsync("events", @namespace: "default"),
            e => (string?)e["involvedObject"]!["name"] == name && (string?)e["reason"] == "SourceUnreachable");
    }

    [Fact]
    public async Task In_mode_Workload_a_template_runs_from_the_copy_until_the_source_is_back_with_a_rollout_each_way()
    {
        var rewrites = new RewriteScene(World.Kubectl, Scene);
        await _scene.ApplyPolicyAsync("Workload");
        await _scene.BackUpAsync("app", "DaemonSet");
        await _scene.BackUpAsync("other");
        await _scene.AvailableAsync("app", "True");

        await _scene.Source.StopAsync();
        var away = await rewrites.HasAsync("daemonset", "app", await _scene.CopyAsync("app"));
        Assert.Equal(2, RewriteScene.Generation(away));
        Assert.Equal(_scene.Image("app"), (string?)RewriteScene.Kept(away)!["c0"]);
        await rewrites.HasAsync("deployment", "other", await _scene.CopyAsync("other"));

        await _scene.Source.StartAsync();
        await rewrites.CleanAsync("daemonset", "app", _scene.Image("app"));
        await rewrites.CleanAsync("deployment", "other", _scene.Image("other"));
        Assert.Equal(3, RewriteScene.Generation(await rewrites.WorkloadAsync("daemonset", "app")));
    }

    [Fact]
    public async Task In_mode_Pod_new_pods_run_from_the_copy_until_the_source_is_back_and_the_workload_stays_as_it_is()
    {
        await _scene.ApplyPolicyAsync("Pod");
        await _scene.BackUpAsync("app");
        await _scene.AvailableAsync("app", "True");
        await NewPodsRunAsync(_scene.Image("app"));

        await _scene.Source.StopAsync();
        await _scene.AvailableAsync("app", "False");
        await NewPodsRunAsync(await _scene.CopyAsync("app"));

        await World.Kubectl.RunAsync("annotate", "backuppolicy", Scene.Name, "imageclone.dev/recopy-requested-at=meanwhile");
        await NewPodsRunAsync(await _scene.CopyAsync("app"));

        await _scene.Source.StartAsync();
        await _scene.AvailableAsync("app", "True");
        await NewPodsRunAsync(_scene.Image("app"));
        await Eventually.InClusterAsync(
            "the request is obeyed",
            async () => (string?)(await _scene.BackupAsync("app"))["status"]!["lastHandledRecopyAt"] == "meanwhile");
        Assert.Equal(1, RewriteScene.Generation((await World.Kubectl.GetAsync("deployment", "app", Scene.Name))!));
    }

    [Fact]
    public async Task All_containers_of_a_pod_with_an_injected_sidecar_run_from_their_copies_until_the_source_is_back()
    {
        await _scene.PushAsync("proxy");
        await using var injector = await SidecarInjector.StartAsync(World.Kubectl, Scene, _scene.Image("proxy"));
        await _scene.ApplyPolicyAsync("Pod", more: "workloadKinds: [Deployment, Pod]");
        await _scene.BackUpAsync("web");
        var pods = new PodScene(World.Kubectl, Scene);
        var owner = await pods.OwnerAsync("Deployment");
        string[] originals = [_scene.Image("web"), _scene.Image("proxy")];
        Assert.Equal(originals, PodScene.Images(await pods.CreateAsync(owner, originals[0])));
        string[] copies = [await _scene.CopyAsync("web"), await _scene.CopyAsync("proxy")];
        await _scene.AvailableAsync("web", "True");
        await _scene.AvailableAsync("proxy", "True");

        await _scene.Source.StopAsync();
        await NewPodsHaveAsync(copies);

        await _scene.Source.StartAsync();
        await NewPodsHaveAsync(originals);

        Task NewPodsHaveAsync(string[] images) => Eventually.InClusterAsync(
            $"a new pod runs {string.Join(" and ", images)}",
            async () => PodScene.Images(await pods.CreateAsync(owner, originals[0])).SequenceEqual(images));
    }

    [Fact]
    public async Task Findings_leave_the_status_when_the_policy_no_longer_asks()
    {
        await _scene.ApplyPolicyAsync("Pod", recoverAfter: "1h");
        await _scene.BackUpAsync("app");
        await _scene.Source.StopAsync();
        await _scene.AvailableAsync("app", "False");

        await _scene.Scene.ApplyPolicyAsync("rewrite: {mode: Pod, when: Ready}");

        await Eventually.InClusterAsync(
            "the condition is gone", async () => Scene.Condition(await _scene.BackupAsync("app"), "SourceAvailable") is null);
        Assert.Equal(["digest", "mediaType"], (await _scene.StateAsync("app")).Select(field => field.Key).Order());
    }

    /// <summary>Waits until the pods that take the place of deleted ones have this image.</summary>
    private Task NewPodsRunAsync(string image) => Eventually.InClusterAsync($"new pods run {image}", async () =>
    {
        var before = (await PodsAsync()).Select(pod => (string)pod["metadata"]!["name"]!).ToList();
        await World.Kubectl.RunAsync("delete", "pods", "-n", Scene.Name, "-l", "app=app", "--wait=false");
        IReadOnlyList<JsonNode> now = [];
        await Eventually.InClusterAsync("there are new pods", async () =>
            (now = [.. (await PodsAsync()).Where(pod => !before.Contains((string)pod["metadata"]!["name"]!, StringComparer.Ordinal))]).Count
            > 0);
        return now.All(pod => (string?)pod["spec"]!["containers"]![0]!["image"] == image);
    });

    private Task<IReadOnlyList<JsonNode>> PodsAsync() => World.Kubectl.ListAsync("pods", "app=app", Scene.Name);
}
