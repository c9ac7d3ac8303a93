using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

[Collection(nameof(World))]
public sealed class BackupTests(World world)
{
    [Fact]
    public async Task The_images_of_a_deployment_and_a_daemonset_with_init_containers_arrive_in_the_target()
    {
        await using var scene = await Scene.CreateAsync(world);
        var web = await world.PushAsync($"{scene.Name}/web", "1.0");
        var init = await world.PushAsync($"{scene.Name}/init", "2.0");
        var agent = await world.PushAsync($"{scene.Name}/agent", "3.0");

        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync($$"""
            {{scene.Deployment("web", scene.Image($"{scene.Name}/web", "1.0"))}}
                  initContainers: [{name: init, image: "{{scene.Image($"{scene.Name}/init", "2.0")}}" }]
            """);
        await world.Kubectl.ApplyAsync(scene.Workload("apps/v1", "DaemonSet", "agent", scene.Image($"{scene.Name}/agent", "3.0")));

        await scene.BackupAsync(scene.Image($"{scene.Name}/web", "1.0"));
        await scene.BackupAsync(scene.Image($"{scene.Name}/init", "2.0"));
        await scene.BackupAsync(scene.Image($"{scene.Name}/agent", "3.0"));
        Assert.Equal(web, await world.DigestAsync(world.Target, scene.CopyOf($"{scene.Name}/web"), "1.0"));
        Assert.Equal(init, await world.DigestAsync(world.Target, scene.CopyOf($"{scene.Name}/init"), "2.0"));
        Assert.Equal(agent, await world.DigestAsync(world.Target, scene.CopyOf($"{scene.Name}/agent"), "3.0"));
        await world.Kubectl.WaitAsync($"backuppolicy/{scene.Name}", "condition=Ready");
        await world.Kubectl.WaitAsync("imagebackups", "condition=Ready", selector: $"imageclone.dev/policy={scene.Name}");
    }

    [Fact]
    public async Task A_backup_names_its_users_its_digests_and_its_size()
    {
        await using var scene = await Scene.CreateAsync(world);
        var digest = await world.PushAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));

        var status = (await scene.BackupAsync(scene.Image(scene.Name, "1.0")))["status"]!;

        Assert.Equal(digest, (string?)status["source"]!["digest"]);
        Assert.Equal(digest, (string?)status["target"]!["digest"]);
        Assert.Equal("100%", (string?)status["progress"]!["percent"]);
        Assert.Equal(1, (int)status["usedByCount"]!);
        Assert.Equal($"Deployment {scene.Name}/web", $"{status["usedBy"]![0]!["kind"]} {status["usedBy"]![0]!["namespace"]}/{status["usedBy"]![0]!["name"]}");
        Assert.True((long)status["sizeBytes"]! > 20_000);
        Assert.Equal("linux/amd64", (string?)status["platforms"]![0]);
    }

    [Theory]
    [InlineData("kube-system")]
    [InlineData("image-clone-system")]
    public async Task Namespaces_of_the_system_and_of_the_operator_are_never_touched(string untouched)
    {
        await using var scene = await Scene.CreateAsync(world);
        await world.PushAsync(scene.Name, "1.0");
        var deployment = scene.Deployment(scene.Name, scene.Image(scene.Name, "1.0")).Replace($"namespace: {scene.Name}", $"namespace: {untouched}", StringComparison.Ordinal);
        await world.Kubectl.ApplyAsync(deployment);
        try
        {
            await scene.ApplyPolicyAsync(everyNamespace: true);
            await world.Kubectl.ApplyAsync(scene.Deployment("witness", scene.Image(scene.Name, "1.0")));

            // The witness has the same image: its backup shows that the policy was at work, and names all users.
            var backup = await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
            Assert.Equal(1, (int)backup["status"]!["usedByCount"]!);
            var finalizers = (await world.Kubectl.GetAsync("deployment", scene.Name, untouched))!["metadata"]!["finalizers"];
            Assert.Null(finalizers);
        }
        finally
        {
            await world.Kubectl.RunAsync("delete", "deployment", scene.Name, "-n", untouched, "--ignore-not-found");
        }
    }

    [Fact]
    public async Task An_image_that_lies_under_the_target_already_is_not_copied()
    {
        await using var scene = await Scene.CreateAsync(world);
        await world.PushAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("copy", $"{world.Target.Host}/{scene.Name}/some/image:1.0"));
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));

        var backup = Assert.Single(await world.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={scene.Name}"));
        Assert.Equal(scene.Image(scene.Name, "1.0"), (string?)backup["spec"]!["source"]);
    }

    [Fact]
    public async Task A_tag_that_is_not_there_stalls_with_a_way_out_and_does_not_hold_its_workload()
    {
        await using var scene = await Scene.CreateAsync(world);
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "missing")));

        var backup = await scene.BackupAsync(scene.Image(scene.Name, "missing"), "Stalled");

        var ready = Scene.Condition(backup, "Ready")!;
        Assert.Equal("SourceNotFound", (string?)ready["reason"]);
        Assert.Contains("Check the name and tag", (string?)ready["message"], StringComparison.Ordinal);
        await Wait.UntilAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));
        await world.Kubectl.RunAsync("delete", "deployment", "web", "-n", scene.Name, "--wait", "--timeout=30s");
    }

    [Fact]
    public async Task A_diff_of_the_users_manifests_shows_nothing_after_the_operator_has_done_its_work()
    {
        await using var scene = await Scene.CreateAsync(world);
        await world.PushAsync(scene.Name, "1.0");
        var deployment = scene.Deployment("web", scene.Image(scene.Name, "1.0"));
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(deployment);
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await Wait.UntilAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));

        var diff = await world.Kubectl.TryAsync(deployment, "diff", "-f", "-");

        Assert.Equal((0, ""), (diff.ExitCode, diff.Output));
    }
}
