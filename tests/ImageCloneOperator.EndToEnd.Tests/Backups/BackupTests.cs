using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

public sealed class BackupTests : SceneTests
{
    [Fact]
    public async Task The_images_of_a_deployment_and_a_daemonset_with_init_containers_arrive_in_the_target()
    {
        var web = await World.PushAsync($"{Scene.Name}/web", "1.0");
        var init = await World.PushAsync($"{Scene.Name}/init", "2.0");
        var agent = await World.PushAsync($"{Scene.Name}/agent", "3.0");

        await World.Kubectl.ApplyAsync($$"""
            {{Scene.Deployment("web", Scene.Image($"{Scene.Name}/web", "1.0"))}}
                  initContainers: [{name: init, image: "{{Scene.Image($"{Scene.Name}/init", "2.0")}}" }]
            """);
        await World.Kubectl.ApplyAsync(Scene.Workload("apps/v1", "DaemonSet", "agent", Scene.Image($"{Scene.Name}/agent", "3.0")));

        await Scene.ApplyPolicyAsync();

        // What follows a policy in a pipeline: it must not be Ready before its images are.
        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");
        Assert.Equal(3, (int)(await World.Kubectl.GetAsync("backuppolicy", Scene.Name))!["status"]!["images"]!["ready"]!);
        await World.Kubectl.WaitAsync("imagebackups", "condition=Ready", selector: $"imageclone.dev/policy={Scene.Name}");
        await Scene.BackupAsync(Scene.Image($"{Scene.Name}/web", "1.0"));
        await Scene.BackupAsync(Scene.Image($"{Scene.Name}/init", "2.0"));
        await Scene.BackupAsync(Scene.Image($"{Scene.Name}/agent", "3.0"));
        Assert.Equal(web, await World.DigestAsync(World.Target, Scene.CopyOf($"{Scene.Name}/web"), "1.0"));
        Assert.Equal(init, await World.DigestAsync(World.Target, Scene.CopyOf($"{Scene.Name}/init"), "2.0"));
        Assert.Equal(agent, await World.DigestAsync(World.Target, Scene.CopyOf($"{Scene.Name}/agent"), "3.0"));
    }

    [Fact]
    public async Task A_backup_names_its_users_its_digests_and_its_size()
    {
        var digest = await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));

        var status = (await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0")))["status"]!;

        Assert.Equal(digest, (string?)status["source"]!["digest"]);
        Assert.Equal(digest, (string?)status["target"]!["digest"]);
        Assert.Equal("100%", (string?)status["progress"]!["percent"]);
        Assert.Equal(1, (int)status["usedByCount"]!);
        Assert.Equal(
            $"Deployment {Scene.Name}/web",
            $"{status["usedBy"]![0]!["kind"]} {status["usedBy"]![0]!["namespace"]}/{status["usedBy"]![0]!["name"]}");
        Assert.True((long)status["sizeBytes"]! > 20_000);
        Assert.Equal("linux/amd64", (string?)status["platforms"]![0]);
    }

    [Theory]
    [InlineData("kube-system", "Workload")]
    [InlineData("image-clone-system", "Pod")]
    public async Task Included_system_namespace_is_copied_and_neither_held_nor_rewritten(string system, string mode)
    {
        await World.PushAsync(Scene.Name, "1.0");
        var missing = Scene.Image(Scene.Name, "missing");
        await World.Kubectl.ApplyAsync(Scene.Deployment(Scene.Name, Scene.Image(Scene.Name, "1.0"))
            .Replace($"namespace: {Scene.Name}", $"namespace: {system}", StringComparison.Ordinal));
        try
        {
            await Scene.ApplyPolicyAsync($"includeSystemNamespaces: true\n  rewrite: {{mode: {mode}}}", everyNamespace: true);
            var backup = await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));
            Assert.Equal(system, (string?)backup["status"]!["usedBy"]![0]!["namespace"]);

            // A copy that is Ready would be used, and an image without one would hold the workload.
            await World.Kubectl.RunAsync("set", "image", "-n", system, $"deployment/{Scene.Name}", $"c0={missing}");
            await Scene.BackupAsync(missing, "Stalled");
            var deployment = (await World.Kubectl.GetAsync("deployment", Scene.Name, system))!;
            Assert.Null(deployment["metadata"]!["finalizers"]);
            Assert.Equal([missing], RewriteScene.Images(deployment));
            Assert.Null(RewriteScene.Kept(deployment));
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "deployment", Scene.Name, "-n", system, "--ignore-not-found");
        }
    }

    [Theory]
    [InlineData("kube-system")]
    [InlineData("image-clone-system")]
    public async Task Namespaces_of_the_system_and_of_the_operator_are_never_touched(string untouched)
    {
        await World.PushAsync(Scene.Name, "1.0");
        var deployment = Scene.Deployment(Scene.Name, Scene.Image(Scene.Name, "1.0"))
            .Replace($"namespace: {Scene.Name}", $"namespace: {untouched}", StringComparison.Ordinal);
        await World.Kubectl.ApplyAsync(deployment);
        try
        {
            await Scene.ApplyPolicyAsync(everyNamespace: true);
            await World.Kubectl.ApplyAsync(Scene.Deployment("witness", Scene.Image(Scene.Name, "1.0")));

            // The witness has the same image: its backup shows that the policy was at work, and names all users.
            var backup = await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));
            Assert.Equal(1, (int)backup["status"]!["usedByCount"]!);
            var finalizers = (await World.Kubectl.GetAsync("deployment", Scene.Name, untouched))!["metadata"]!["finalizers"];
            Assert.Null(finalizers);
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "deployment", Scene.Name, "-n", untouched, "--ignore-not-found");
        }
    }

    [Fact]
    public async Task An_image_that_lies_under_the_target_already_is_not_copied()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("copy", $"{World.Target.Host}/{Scene.Name}/some/image:1.0"));
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));

        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));

        var backup = Assert.Single(await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}"));
        Assert.Equal(Scene.Image(Scene.Name, "1.0"), (string?)backup["spec"]!["source"]);
    }

    [Fact]
    public async Task A_tag_that_is_not_there_stalls_with_a_way_out_and_does_not_hold_its_workload()
    {
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "missing")));

        var backup = await Scene.BackupAsync(Scene.Image(Scene.Name, "missing"), "Stalled");

        var ready = Scene.Condition(backup, "Ready")!;
        Assert.Equal("SourceNotFound", (string?)ready["reason"]);
        Assert.Contains("Check the name and tag", (string?)ready["message"], StringComparison.Ordinal);
        await Eventually.InClusterAsync("the workload is let go", async () => !await Scene.IsHeldAsync("deployment", "web"));
        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", Scene.Name, "--wait", "--timeout=30s");
    }

    [Fact]
    public async Task A_diff_of_the_users_manifests_shows_nothing_after_the_operator_has_done_its_work()
    {
        await World.PushAsync(Scene.Name, "1.0");
        var deployment = Scene.Deployment("web", Scene.Image(Scene.Name, "1.0"));
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(deployment);
        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));
        await Eventually.InClusterAsync("the workload is let go", async () => !await Scene.IsHeldAsync("deployment", "web"));

        var diff = await World.Kubectl.TryAsync(deployment, "diff", "-f", "-");

        Assert.Equal((0, ""), (diff.ExitCode, diff.Output));
    }
}
