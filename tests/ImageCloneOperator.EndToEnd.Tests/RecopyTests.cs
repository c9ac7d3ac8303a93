using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

[Collection(nameof(World))]
public sealed class RecopyTests(World world)
{
    [Fact]
    public async Task Latest_is_copied_again_when_it_has_moved_and_only_then_and_what_it_was_before_stays_reachable()
    {
        await using var scene = await Scene.CreateAsync(world);
        var first = await world.PushAsync(scene.Name, "latest");
        await scene.ApplyPolicyAsync("tagRules: [{tags: [latest], recopy: Always, interval: 1s}]");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "latest")));
        var copied = (string?)(await scene.BackupAsync(scene.Image(scene.Name, "latest")))["status"]!["completionTime"];

        // Two checks later nothing was copied.
        var checks = 0;
        var last = "";
        await Wait.UntilAsync("the tag has been compared twice", async () =>
        {
            var time = (string?)(await scene.BackupAsync(scene.Image(scene.Name, "latest")))["status"]!["lastCheckTime"] ?? "";
            if (time != last) checks++;
            last = time;
            return checks > 2;
        });
        Assert.Equal(copied, (string?)(await scene.BackupAsync(scene.Image(scene.Name, "latest")))["status"]!["completionTime"]);

        var second = await world.PushAsync(scene.Name, "latest", new DevCluster.Registry.Samples.SampleLayer("changed", 30_000));
        Assert.NotEqual(first, second);
        await Wait.UntilAsync("the target has the new content", async () => await world.DigestAsync(world.Target, scene.CopyOf(scene.Name), "latest") == second);
        Assert.Equal(first, await world.DigestAsync(world.Target, scene.CopyOf(scene.Name), $"digest.{first.Replace(':', '-')}"));
    }

    [Fact]
    public async Task A_fixed_tag_that_moves_is_left_as_it_is_and_that_is_said()
    {
        await using var scene = await Scene.CreateAsync(world);
        var first = await world.PushAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync("verifyInterval: 1s");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));

        await world.PushAsync(scene.Name, "1.0", new DevCluster.Registry.Samples.SampleLayer("moved", 30_000));

        var backup = await scene.BackupAsync(scene.Image(scene.Name, "1.0"), "SourceMoved");
        Assert.True(Scene.Is(backup, "Ready"));
        Assert.Equal(first, await world.DigestAsync(world.Target, scene.CopyOf(scene.Name), "1.0"));
    }

    [Fact]
    public async Task A_fixed_tag_that_was_deleted_from_the_target_is_copied_again()
    {
        await using var scene = await Scene.CreateAsync(world);
        var digest = await world.PushAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync("verifyInterval: 1s");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));

        using var http = new HttpClient();
        using var answer = await http.DeleteAsync(new Uri(world.Target.Address, $"v2/{scene.CopyOf(scene.Name)}/manifests/{digest}"));
        Assert.True(answer.IsSuccessStatusCode);

        await Wait.UntilAsync("the copy is back", async () => await world.DigestAsync(world.Target, scene.CopyOf(scene.Name), "1.0") == digest);
    }

    [Fact]
    public async Task A_request_by_annotation_copies_a_fixed_tag_that_has_moved_and_is_echoed()
    {
        await using var scene = await Scene.CreateAsync(world);
        await world.PushAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        var name = (string)(await scene.BackupAsync(scene.Image(scene.Name, "1.0")))["metadata"]!["name"]!;
        var moved = await world.PushAsync(scene.Name, "1.0", new DevCluster.Registry.Samples.SampleLayer("moved", 30_000));

        await world.Kubectl.RunAsync("annotate", "imagebackup", name, "imageclone.dev/recopy-requested-at=now");

        await Wait.UntilAsync("the target has the new content", async () => await world.DigestAsync(world.Target, scene.CopyOf(scene.Name), "1.0") == moved);
        await Wait.UntilAsync("the request is echoed", async () =>
            (string?)(await world.Kubectl.GetAsync("imagebackup", name))!["status"]!["lastHandledRecopyAt"] == "now");
    }
}
