using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

public sealed class RecopyTests : SceneTests
{
    [Fact]
    public async Task Latest_is_copied_again_when_it_has_moved_and_only_then_and_what_it_was_before_stays_reachable()
    {
        var first = await World.PushAsync(Scene.Name, "latest");
        await Scene.ApplyPolicyAsync("tagRules: [{tags: [latest], recopy: Always, interval: 1s}]");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "latest")));
        var copied = (string?)(await Scene.BackupAsync(Scene.Image(Scene.Name, "latest")))["status"]!["completionTime"];

        // Two checks later nothing was copied.
        var checks = 0;
        var last = "";
        await Eventually.InClusterAsync("the tag has been compared twice", async () =>
        {
            var time = (string?)(await Scene.BackupAsync(Scene.Image(Scene.Name, "latest")))["status"]!["lastCheckTime"] ?? "";
            if (time != last) checks++;
            last = time;
            return checks > 2;
        });
        Assert.Equal(copied, (string?)(await Scene.BackupAsync(Scene.Image(Scene.Name, "latest")))["status"]!["completionTime"]);

        var second = await World.PushAsync(Scene.Name, "latest", new SampleLayer("changed", 30_000));
        Assert.NotEqual(first, second);
        await Eventually.InClusterAsync(
            "the target has the new content",
            async () => await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "latest") == second);
        Assert.Equal(first, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), $"digest.{first.Replace(':', '-')}"));
    }

    [Fact]
    public async Task A_fixed_tag_that_moves_is_left_as_it_is_and_that_is_said()
    {
        var first = await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync("verifyInterval: 1s");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));

        await World.PushAsync(Scene.Name, "1.0", new SampleLayer("moved", 30_000));

        var backup = await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"), "SourceMoved");
        Assert.True(Scene.Is(backup, "Ready"));
        Assert.Equal(first, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
    }

    [Fact]
    public async Task A_fixed_tag_that_was_deleted_from_the_target_is_copied_again()
    {
        var digest = await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync("verifyInterval: 1s");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));

        using var http = new HttpClient();
        using var answer = await http.DeleteAsync(new Uri(World.Target.Address, $"v2/{Scene.CopyOf(Scene.Name)}/manifests/{digest}"));
        Assert.True(answer.IsSuccessStatusCode);

        await Eventually.InClusterAsync(
            "the copy is back", async () => await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0") == digest);
    }

    [Fact]
    public async Task A_request_that_fails_waits_for_its_next_try_and_is_obeyed_then()
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions());
        var samples = new SampleRepository(source.Samples, Scene.Name);
        await samples.ImageAsync(new SampleImage(new SampleLayer("first", 20_000)), "1.0");
        var scene = Scene.Between(source: source.Host);
        var image = scene.Image(Scene.Name, "1.0");
        await scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(scene.Deployment("web", image));
        var name = (string)(await scene.BackupBecomesAsync(image, "Copied"))["metadata"]!["name"]!;
        var moved = await samples.ImageAsync(new SampleImage(new SampleLayer("second", 20_000)), "1.0");
        source.Faults.Add(new Fault { Kind = RequestKind.Manifest, Times = int.MaxValue, Effect = FaultEffect.Answer(401) });

        await World.Kubectl.RunAsync("annotate", "imagebackup", name, "imageclone.dev/recopy-requested-at=now");

        var failed = (await scene.BackupBecomesAsync(image, "Unauthorized"))["status"]!;
        Assert.Equal(1, (int)failed["attempts"]!);
        Assert.True((DateTimeOffset)failed["nextCheckTime"]! > (DateTimeOffset)failed["lastCheckTime"]! + TimeSpan.FromSeconds(1));
        source.Faults.Clear();
        await Eventually.InClusterAsync(
            "the target has the new content",
            async () => await World.DigestAsync(World.Target, scene.CopyOf(Scene.Name), "1.0") == moved.Digest);
    }

    [Fact]
    public async Task A_request_by_annotation_copies_a_fixed_tag_that_has_moved_and_is_echoed()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var name = (string)(await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0")))["metadata"]!["name"]!;
        var moved = await World.PushAsync(Scene.Name, "1.0", new SampleLayer("moved", 30_000));

        await World.Kubectl.RunAsync("annotate", "imagebackup", name, "imageclone.dev/recopy-requested-at=now");

        await Eventually.InClusterAsync(
            "the target has the new content", async () => await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0") == moved);
        await Eventually.InClusterAsync("the request is echoed", async () =>
            (string?)(await World.Kubectl.GetAsync("imagebackup", name))!["status"]!["lastHandledRecopyAt"] == "now");
    }
}
