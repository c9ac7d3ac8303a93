using ImageCloneOperator.EndToEnd.Tests.Removal;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>A hold ends at its time, whatever keeps images from being backed up, and what was lost is told where it can be read.</summary>
[Collection(WholeCluster.Name)]
public sealed class HoldEndTests(WholeClusterWorld world) : IClassFixture<WholeClusterWorld>
{
    [Fact]
    public async Task Hold_ends_at_its_time_while_admission_refuses_each_ImageBackup_and_the_policy_says_why()
    {
        var scene = await BeginAsync();
        await using var running = await world.StartOperatorAsync();
        await using var guard = await AdmissionGuard.StartAsync(
            world.Kubectl,
            scene,
            "imageclone.dev",
            "imagebackups",
            backup => (string?)backup["spec"]!["policyName"] == scene.Name ? "no backups here" : null);
        await guard.AskedAsync($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: {{scene.Name}} }
            spec: {policyName: {{scene.Name}}, source: "{{scene.Image(scene.Name, "1.0")}}", target: "registry.example.com/probe:1.0"}
            """);
        await scene.ApplyPolicyAsync("deletionProtection: {maxHold: 3s}");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.HeldAsync("deployment", "web");
        Assert.Contains(
            "no backups here",
            Scene.Message(await scene.PolicyBecomesAsync("RetryingAfterError")),
            StringComparison.Ordinal);

        await world.Kubectl.RunAsync("delete", "deployment", "web", "-n", scene.Name, "--wait", "--timeout=20s");

        Assert.Contains(scene.Name, await scene.EventAsync("BackupIncomplete", "web"), StringComparison.Ordinal);
        await EndAsync(running, scene);
    }

    [Fact]
    public async Task Hold_ends_at_its_time_while_the_kind_ImageBackup_is_gone()
    {
        var scene = await BeginAsync();
        await world.PushHeldAsync(scene.Name, "held");
        await using var running = await world.StartOperatorAsync();
        await scene.ApplyPolicyAsync("deletionProtection: {maxHold: 5s}");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "held")));
        await scene.HeldAsync("deployment", "web");
        await world.Kubectl.RunAsync("delete", "crd", "imagebackups.imageclone.dev", "--wait", "--timeout=60s");

        await world.Kubectl.RunAsync("delete", "deployment", "web", "-n", scene.Name, "--wait", "--timeout=25s");

        await scene.EventAsync("BackupIncomplete", "web");
        world.Release();
        await world.Kubectl.InstallKindsAsync();
        await EndAsync(running, scene);
    }

    [Fact]
    public async Task Operator_that_starts_while_the_kind_ImageBackup_is_gone_says_so_ends_holds_in_time_and_goes_on_when_it_comes()
    {
        var scene = await BeginAsync();
        await world.PushHeldAsync(scene.Name, "held");
        await using (var killed = await world.StartOperatorAsync())
        {
            await scene.ApplyPolicyAsync("deletionProtection: {maxHold: 5s}");
            await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "held")));
            await scene.HeldAsync("deployment", "web");
        }

        await world.Kubectl.RunAsync("delete", "crd", "imagebackups.imageclone.dev", "--wait", "--timeout=60s");

        await using var running = await world.LaunchOperatorAsync();

        await Eventually.InClusterAsync("it says what is missing", () => Task.FromResult(
            running.Log.Contains("imagebackups", StringComparison.Ordinal)
            && running.Log.Contains("install the CustomResourceDefinition", StringComparison.Ordinal)));
        await world.Kubectl.RunAsync("delete", "deployment", "web", "-n", scene.Name, "--wait", "--timeout=25s");
        world.Release();
        await world.Kubectl.ApplyAsync(scene.Deployment("next", scene.Image(scene.Name, "1.0")));
        await world.Kubectl.InstallKindsAsync();
        await running.ReadyAsync();
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await EndAsync(running, scene);
    }

    [Fact]
    public async Task Loss_in_a_namespace_that_goes_is_told_on_the_policy()
    {
        var scene = await BeginAsync();
        await world.PushHeldAsync(scene.Name, "held");
        await using var running = await world.StartOperatorAsync();
        await scene.ApplyPolicyAsync("deletionProtection: {maxHold: 2s}");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "held")));
        await scene.HeldAsync("deployment", "web");

        await world.Kubectl.RunAsync("delete", "namespace", scene.Name, "--wait", "--timeout=60s");

        var told = await scene.EventAsync("BackupIncomplete", scene.Name, "default");
        Assert.Contains($"Deployment {scene.Name}/web", told, StringComparison.Ordinal);
        Assert.Contains(scene.Image(scene.Name, "held"), told, StringComparison.Ordinal);
        world.Release();
        await EndAsync(running, scene);
    }

    [Fact]
    public async Task Times_that_are_yet_to_come_put_nothing_off()
    {
        var scene = await BeginAsync();
        await using var running = await world.StartOperatorAsync();
        await scene.ApplyPolicyAsync("tagRules: [{tags: ['*'], recopy: Always, interval: 1h}]");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        var name = (string)(await scene.BackupAsync(scene.Image(scene.Name, "1.0")))["metadata"]!["name"]!;
        Assert.Equal(0, await running.TerminateAsync());
        const string future = "2100-01-01T00:00:00Z";
        await world.Kubectl.RunAsync(
            "patch", "imagebackup", name, "--subresource=status", "--type=merge", "-p",
            $$"""{"status": {"lastCheckTime": "{{future}}", "nextCheckTime": "{{future}}", "completionTime": "{{future}}"} }""");

        await using var next = await world.StartOperatorAsync();

        await Eventually.InClusterAsync("the copy has been checked", async () =>
            (DateTimeOffset)(await world.Kubectl.GetAsync("imagebackup", name))!["status"]!["lastCheckTime"]! < DateTimeOffset.UtcNow);
        await EndAsync(next, scene);
    }

    private async Task<Scene> BeginAsync()
    {
        var scene = await world.SceneAsync();
        await world.PushAsync(scene.Name, "1.0");
        return scene;
    }

    private async Task EndAsync(OperatorProcess running, Scene scene)
    {
        await world.Kubectl.RunAsync("delete", "backuppolicy", scene.Name, "--wait", "--timeout=60s");
        Assert.Equal(0, await running.TerminateAsync());
    }
}
