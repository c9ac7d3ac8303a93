using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>A tag that moved after pods had started: what they run is not what the tag has.</summary>
public sealed class RunningDigestTests : SceneTests
{
    private string Original => Scene.Image(Scene.Name, "1.0");

    [Fact]
    public async Task Content_that_a_pod_runs_is_copied_beside_the_copy_of_its_moved_tag_and_the_condition_ends_with_the_pod()
    {
        var running = await World.PushAsync(Scene.Name, "1.0", new SampleLayer("before", 10_000));
        await RunAsync("early", running);
        var moved = await World.PushAsync(Scene.Name, "1.0", new SampleLayer("after", 10_000));

        await Scene.ApplyPolicyAsync("workloadKinds: [Deployment, Pod]");

        var told = await DiffersAsync("RunningCopied");
        Assert.Contains(running, (string?)told["message"], StringComparison.Ordinal);
        Assert.Equal(moved, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        Assert.Equal(running, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), Anchor(running)));
        Assert.Null((await World.Kubectl.GetAsync("pod", "early", Scene.Name))!["metadata"]!["finalizers"]);

        await World.Kubectl.RunAsync("delete", "pod", "early", "-n", Scene.Name, "--now");

        await Eventually.InClusterAsync(
            "the condition is gone", async () => Scene.Condition(await Scene.BackupAsync(Original), "RunningDiffers") is null);
        Assert.Equal(running, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), Anchor(running)));
    }

    [Fact]
    public async Task Platform_of_the_copy_differs_in_nothing_and_content_that_is_gone_is_said_to_be()
    {
        var index = await World.Samples(World.Source, Scene.Name).MultiPlatformAsync(
            "1.0", ["linux/amd64", "linux/arm64"], [new SampleLayer("shared", 10_000)], 1_000);
        var platform = (string)JsonNode.Parse(index.Bytes.Span)!["manifests"]![0]!["digest"]!;
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Original));
        var uid = (string)(await World.Kubectl.GetAsync("deployment", "web", Scene.Name))!["metadata"]!["uid"]!;
        await RunAsync("crio", platform, uid);

        await Scene.ApplyPolicyAsync("images: {runningDigests: true}");

        await Eventually.InClusterAsync("the platform is found in the copy", async () =>
            (string?)(await Scene.BackupAsync(Original))["status"]!["runningDigests"]?[0]?["place"] == "InCopy");
        Assert.Null(Scene.Condition(await Scene.BackupAsync(Original), "RunningDiffers"));

        await RunAsync("old", $"sha256:{new string('a', 64)}", uid, "docker-pullable://");

        Assert.Contains("only on nodes", (string?)(await DiffersAsync("RunningGone"))["message"], StringComparison.Ordinal);
        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");
    }

    private static string Anchor(string digest) => "digest." + digest.Replace(':', '-');

    private async Task<JsonNode> DiffersAsync(string reason)
    {
        JsonNode? told = null;
        await Eventually.InClusterAsync($"RunningDiffers is {reason}", async () =>
            (told = Scene.Condition(await Scene.BackupAsync(Original), "RunningDiffers")) is not null && (string?)told["reason"] == reason);
        return told!;
    }

    /// <summary>A pod that no kubelet knows, with the status that one would give it.</summary>
    /// <param name="owner">The uid of Deployment "web", where that owns the pod.</param>
    private async Task RunAsync(string name, string digest, string? owner = null, string scheme = "")
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = Scene.Name };
        if (owner is not null)
        {
            metadata["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "Deployment",
                ["name"] = "web",
                ["uid"] = owner,
                ["controller"] = true,
            });
        }

        await World.Kubectl.ApplyAsync(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["schedulerName"] = "nobody",
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "c0", ["image"] = Original }),
            },
        }.ToJsonString());
        var status = new JsonObject
        {
            ["name"] = "c0",
            ["image"] = Original,
            ["imageID"] = $"{scheme}{Original[..Original.LastIndexOf(':')]}@{digest}",
            ["ready"] = true,
            ["restartCount"] = 0,
        };
        await World.Kubectl.RunAsync(
            "patch", "pod", name, "-n", Scene.Name, "--subresource=status", "--type=merge", "-p",
            new JsonObject { ["status"] = new JsonObject { ["containerStatuses"] = new JsonArray(status) } }.ToJsonString());
    }
}
