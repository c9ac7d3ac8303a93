using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

/// <summary>Workloads are not deleted before their images are backed up, and never held for longer than that takes.</summary>
public sealed class ProtectionTests : SceneTests
{
    private const string Foreign = "example.com/mine";

    private HeldSource _source = null!;
    private Scene _scene = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await HeldSource.StartAsync();
        _scene = Scene.Between(source: _source.Host);
        await _source.PushAsync(_scene.Name, "1.0");
    }

    public override async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_workload_deleted_while_its_copy_runs_goes_right_after_the_copy()
    {
        await _scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        await _scene.HeldAsync("deployment", "web");

        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", _scene.Name, "--wait=false");

        Assert.Contains(Image, await _scene.EventAsync("DeletionHeld", "web"), StringComparison.Ordinal);
        await _scene.BackupBecomesAsync(Image, "Copying");
        Assert.NotNull((await World.Kubectl.GetAsync("deployment", "web", _scene.Name))!["metadata"]!["deletionTimestamp"]);
        _source.Release();
        await World.Kubectl.WaitAsync("deployment/web", "delete", _scene.Name);
        await _scene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task A_hold_ends_after_its_longest_time_and_an_event_names_what_was_lost()
    {
        await _scene.ApplyPolicyAsync("deletionProtection: {maxHold: 2s}");
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        await _scene.HeldAsync("deployment", "web");

        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", _scene.Name, "--wait", "--timeout=60s");

        Assert.Contains(Image, await _scene.EventAsync("BackupIncomplete", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_that_is_deleted_goes_once_its_images_are_backed_up()
    {
        await _scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        await _scene.HeldAsync("deployment", "web");
        await _scene.BackupBecomesAsync(Image, "Copying");

        await World.Kubectl.RunAsync("delete", "namespace", _scene.Name, "--wait=false");
        _source.Release();

        await World.Kubectl.WaitAsync($"namespace/{_scene.Name}", "delete");
        await _scene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task Finalizers_and_fields_of_others_are_left_alone()
    {
        await _scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Held(_scene.Deployment("web", Image)));
        await _scene.HeldAsync("deployment", "web");
        _source.Release();
        await _scene.ReleasedAsync("deployment", "web");

        var web = (await World.Kubectl.GetAsync("deployment", "web", _scene.Name))!["metadata"]!;

        Assert.Equal($"[\"{Foreign}\"]", web["finalizers"]!.ToJsonString());
        Assert.Equal(1, (long)web["generation"]!);
        Assert.DoesNotContain("imageclone.dev", web.ToJsonString(), StringComparison.Ordinal);
        await ForgetAsync("web");
    }

    [Fact]
    public async Task What_is_being_deleted_already_takes_no_finalizer()
    {
        await World.Kubectl.ApplyAsync(Held(_scene.Deployment("gone", Image)));
        await World.Kubectl.RunAsync("delete", "deployment", "gone", "-n", _scene.Name, "--wait=false");
        await _scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(_scene.Deployment("witness", Image));
        await _scene.HeldAsync("deployment", "witness");
        _source.Release();
        await _scene.ReleasedAsync("deployment", "witness");

        var gone = (await World.Kubectl.GetAsync("deployment", "gone", _scene.Name))!["metadata"]!;

        Assert.Equal($"[\"{Foreign}\"]", gone["finalizers"]!.ToJsonString());
        await ForgetAsync("gone");
    }

    [Fact]
    public async Task All_kinds_of_workloads_are_held_and_let_go()
    {
        await _scene.ApplyPolicyAsync("workloadKinds: [StatefulSet, CronJob, Job, DaemonSet]");
        await World.Kubectl.ApplyAsync(_scene.Workload("apps/v1", "StatefulSet", "set", Image));
        await World.Kubectl.ApplyAsync(_scene.Workload("apps/v1", "DaemonSet", "agent", Image));
        await World.Kubectl.ApplyAsync(_scene.JobOrCronJob("Job", "once", Image));
        await World.Kubectl.ApplyAsync(_scene.JobOrCronJob("CronJob", "often", Image));
        await World.Kubectl.ApplyAsync(_scene.Deployment("other", Image));
        (string Kind, string Name)[] all = [("statefulset", "set"), ("daemonset", "agent"), ("job", "once"), ("cronjob", "often")];

        foreach (var (kind, name) in all) await _scene.HeldAsync(kind, name);
        Assert.False(await _scene.IsHeldAsync("deployment", "other"));
        _source.Release();
        foreach (var (kind, name) in all) await _scene.ReleasedAsync(kind, name);
        await Wait.UntilAsync("all are named as users", async () =>
            (int?)(await _scene.BackupBecomesAsync(Image, "Copied"))["status"]!["usedByCount"] == all.Length);
    }

    [Fact]
    public async Task A_copy_that_is_there_stays_one_when_only_the_way_to_keep_it_true_changes()
    {
        _source.Release();
        await _scene.ApplyPolicyAsync("tagRules: [{tags: ['1.0'], recopy: WhenMissing, interval: 1h}]");
        await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
        var before = (await _scene.BackupBecomesAsync(Image, "Copied"))["status"]!;
        await _scene.ReleasedAsync("deployment", "web");

        await _scene.ApplyPolicyAsync("tagRules: [{tags: ['1.0'], recopy: WhenMissing, interval: 2h}]");

        JsonNode? after = null;
        await Wait.UntilAsync("the new spec is seen", async () =>
        {
            after = await _scene.BackupBecomesAsync(Image, "Copied");
            return (string?)after["spec"]!["interval"] == "2h" && (long?)after["status"]!["observedGeneration"] == (long?)after["metadata"]!["generation"];
        });
        Assert.Equal((string?)before["completionTime"], (string?)after!["status"]!["completionTime"]);
        Assert.Equal((string?)before["startTime"], (string?)after["status"]!["startTime"]);
    }

    private string Image => _scene.Image(_scene.Name, "1.0");

    private static string Held(string manifest) =>
        manifest.Replace("metadata: {name:", $"metadata: {{finalizers: [{Foreign}], name:", StringComparison.Ordinal);

    private Task<string> ForgetAsync(string name) =>
        World.Kubectl.RunAsync("patch", "deployment", name, "-n", _scene.Name, "--type=json", "-p", """[{"op": "remove", "path": "/metadata/finalizers"}]""");
}
