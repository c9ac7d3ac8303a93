using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>Workloads are not deleted before their images are backed up, and never held for longer than that takes.</summary>
public sealed class ProtectionTests : HeldSourceTests
{
    private const string Foreign = "example.com/mine";

    [Fact]
    public async Task A_workload_deleted_while_its_copy_runs_goes_right_after_the_copy()
    {
        await HeldScene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("web", Image));
        await HeldScene.HeldAsync("deployment", "web");

        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", HeldScene.Name, "--wait=false");

        Assert.Contains(Image, await HeldScene.EventAsync("DeletionHeld", "web"), StringComparison.Ordinal);
        await HeldScene.BackupBecomesAsync(Image, "Copying");
        Assert.NotNull((await World.Kubectl.GetAsync("deployment", "web", HeldScene.Name))!["metadata"]!["deletionTimestamp"]);
        Source.Release();
        await World.Kubectl.WaitAsync("deployment/web", "delete", HeldScene.Name);
        await HeldScene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task A_hold_ends_after_its_longest_time_and_an_event_names_what_was_lost()
    {
        await HeldScene.ApplyPolicyAsync("deletionProtection: {maxHold: 2s}");
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("web", Image));
        await HeldScene.HeldAsync("deployment", "web");

        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", HeldScene.Name, "--wait", "--timeout=60s");

        Assert.Contains(Image, await HeldScene.EventAsync("BackupIncomplete", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_that_is_deleted_goes_once_its_images_are_backed_up()
    {
        await HeldScene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("web", Image));
        await HeldScene.HeldAsync("deployment", "web");
        await HeldScene.BackupBecomesAsync(Image, "Copying");

        await World.Kubectl.RunAsync("delete", "namespace", HeldScene.Name, "--wait=false");
        Source.Release();

        await World.Kubectl.WaitAsync($"namespace/{HeldScene.Name}", "delete");
        await HeldScene.BackupBecomesAsync(Image, "Copied");
    }

    [Fact]
    public async Task Finalizers_and_fields_of_others_are_left_alone()
    {
        await HeldScene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Held(HeldScene.Deployment("web", Image)));
        await HeldScene.HeldAsync("deployment", "web");
        Source.Release();
        await HeldScene.ReleasedAsync("deployment", "web");

        var web = (await World.Kubectl.GetAsync("deployment", "web", HeldScene.Name))!["metadata"]!;

        Assert.Equal($"[\"{Foreign}\"]", web["finalizers"]!.ToJsonString());
        Assert.Equal(1, (long)web["generation"]!);
        Assert.DoesNotContain("imageclone.dev", web.ToJsonString(), StringComparison.Ordinal);
        await ForgetAsync("web");
    }

    [Fact]
    public async Task Workload_being_deleted_takes_no_finalizer()
    {
        await World.Kubectl.ApplyAsync(Held(HeldScene.Deployment("gone", Image)));
        await World.Kubectl.RunAsync("delete", "deployment", "gone", "-n", HeldScene.Name, "--wait=false");
        await HeldScene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("witness", Image));
        await HeldScene.HeldAsync("deployment", "witness");
        Source.Release();
        await HeldScene.ReleasedAsync("deployment", "witness");

        var gone = (await World.Kubectl.GetAsync("deployment", "gone", HeldScene.Name))!["metadata"]!;

        Assert.Equal($"[\"{Foreign}\"]", gone["finalizers"]!.ToJsonString());
        await ForgetAsync("gone");
    }

    [Fact]
    public async Task All_kinds_of_workloads_are_held_and_let_go()
    {
        await HeldScene.ApplyPolicyAsync("workloadKinds: [StatefulSet, CronJob, Job, DaemonSet]");
        await World.Kubectl.ApplyAsync(HeldScene.Workload("apps/v1", "StatefulSet", "set", Image));
        await World.Kubectl.ApplyAsync(HeldScene.Workload("apps/v1", "DaemonSet", "agent", Image));
        await World.Kubectl.ApplyAsync(HeldScene.JobOrCronJob("Job", "once", Image));
        await World.Kubectl.ApplyAsync(HeldScene.JobOrCronJob("CronJob", "often", Image));
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("other", Image));
        (string Kind, string Name)[] all = [("statefulset", "set"), ("daemonset", "agent"), ("job", "once"), ("cronjob", "often")];

        foreach (var (kind, name) in all) await HeldScene.HeldAsync(kind, name);
        Assert.False(await HeldScene.IsHeldAsync("deployment", "other"));
        Source.Release();
        foreach (var (kind, name) in all) await HeldScene.ReleasedAsync(kind, name);
        await Eventually.InClusterAsync("all are named as users", async () =>
            (int?)(await HeldScene.BackupBecomesAsync(Image, "Copied"))["status"]!["usedByCount"] == all.Length);
    }

    [Fact]
    public async Task A_copy_that_is_there_stays_one_when_only_the_way_to_keep_it_true_changes()
    {
        Source.Release();
        await HeldScene.ApplyPolicyAsync("tagRules: [{tags: ['1.0'], recopy: WhenMissing, interval: 1h}]");
        await World.Kubectl.ApplyAsync(HeldScene.Deployment("web", Image));
        var before = (await HeldScene.BackupBecomesAsync(Image, "Copied"))["status"]!;
        await HeldScene.ReleasedAsync("deployment", "web");

        await HeldScene.ApplyPolicyAsync("tagRules: [{tags: ['1.0'], recopy: WhenMissing, interval: 2h}]");

        JsonNode? after = null;
        await Eventually.InClusterAsync("the new spec is seen", async () =>
        {
            after = await HeldScene.BackupBecomesAsync(Image, "Copied");
            return (string?)after["spec"]!["interval"] == "2h"
                && (long?)after["status"]!["observedGeneration"] == (long?)after["metadata"]!["generation"];
        });
        Assert.Equal((string?)before["completionTime"], (string?)after!["status"]!["completionTime"]);
        Assert.Equal((string?)before["startTime"], (string?)after["status"]!["startTime"]);
    }

    private string Image => HeldScene.Image(HeldScene.Name, "1.0");

    private static string Held(string manifest) =>
        manifest.Replace("metadata: {name:", $"metadata: {{finalizers: [{Foreign}], name:", StringComparison.Ordinal);

    private Task<string> ForgetAsync(string name) =>
        World.Kubectl.RunAsync(
            "patch", "deployment", name, "-n", HeldScene.Name, "--type=json", "-p",
            """[{"op": "remove", "path": "/metadata/finalizers"}]""");
}
