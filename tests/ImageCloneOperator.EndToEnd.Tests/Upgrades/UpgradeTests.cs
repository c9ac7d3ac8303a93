using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Upgrades;

/// <summary>A cluster in which an earlier version has worked.</summary>
public sealed class UpgradeTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    [Fact]
    public async Task Backups_and_rewrites_of_an_earlier_version_are_taken_over_without_a_copy_or_a_rollout()
    {
        var scene = await world.SceneAsync();
        var rewrites = new RewriteScene(world.Kubectl, scene);
        var copies = new[] { "1.0", "latest" }.Select(tag => $"{world.Target.Host}/{scene.CopyOf("team/app")}:{tag}").ToArray();
        await scene.ApplyPolicyAsync("rewrite: {mode: Workload}");
        await LeaveBackupAsync(scene, "1.0", "WhenMissing");
        await LeaveBackupAsync(scene, "latest", "Always");
        await LeaveRewrittenWorkloadAsync(scene, copies);
        var before = await world.Kubectl.ListAsync("imagebackups");
        var generation = RewriteScene.Generation(await rewrites.WorkloadAsync("deployment", "web"));
        world.Source.Requests.Clear();
        world.Target.Requests.Clear();

        await using var upgraded = await world.StartOperatorAsync("--leader-elect", "false");
        await scene.PolicyBecomesAsync("AllImagesBackedUp");
        await Eventually.InClusterAsync("the finalizers of the earlier version are gone", async () =>
            (await world.Kubectl.ListAsync("imagebackups")).All(
                backup => backup["metadata"]!["finalizers"] is not JsonArray { Count: > 0 }));
        await Eventually.InClusterAsync("the moving tag is compared with its source", () => Task.FromResult(
            world.Source.Requests.Where("HEAD", RequestKind.Manifest).Any()));

        var after = await world.Kubectl.ListAsync("imagebackups");
        Assert.Equal(before.Select(Identity), after.Select(Identity));
        Assert.Empty(world.Source.Requests.Where("GET", RequestKind.Blob));
        Assert.Empty(world.Target.Requests.Where(kind: RequestKind.Upload, repository: scene.CopyOf("team/app")));
        Assert.False(world.HasTag(scene.CopyOf("team/app")));
        var workload = await rewrites.WorkloadAsync("deployment", "web");
        Assert.Equal((generation, true), (RewriteScene.Generation(workload), RewriteScene.Images(workload).SequenceEqual(copies)));
        await world.Kubectl.RunAsync("delete", "backuppolicy", scene.Name, "--wait", "--timeout=60s");
        await rewrites.CleanAsync("deployment", "web", scene.Image("team/app", "1.0"), scene.Image("team/app", "latest"));
    }

    private static string Identity(JsonNode backup) =>
        $"{backup["metadata"]!["name"]} {backup["metadata"]!["uid"]} {backup["status"]!["completionTime"]}";

    private async Task LeaveBackupAsync(Scene scene, string tag, string recopy)
    {
        var image = new SampleImage(new SampleLayer($"app-{tag}", 20_000));
        await new SampleRepository(world.Source.Samples, "team/app").ImageAsync(image, tag);
        var copy = await new SampleRepository(world.Target.Samples, scene.CopyOf("team/app")).ImageAsync(image, tag);
        // Earlier versions ended names in 8 digits of the hash that has 32 now.
        var name = ImageBackupName.For(scene.Name, scene.Image("team/app", tag))[..^24];
        var policy = (await world.Kubectl.GetAsync("backuppolicy", scene.Name))!;
        var manifest = (await File.ReadAllTextAsync(
                Checkout.PathOf("tests", "ImageCloneOperator.EndToEnd.Tests", "Upgrades", "earlier-version.yaml")))
            .Replace("TARGET/team/app", $"{world.Target.Host}/{scene.CopyOf("team/app")}", StringComparison.Ordinal)
            .Replace("POLICY-UID", (string)policy["metadata"]!["uid"]!, StringComparison.Ordinal)
            .Replace("SOURCE", world.Source.Host, StringComparison.Ordinal)
            .Replace("SCENE", scene.Name, StringComparison.Ordinal)
            .Replace("DIGEST", copy.Digest, StringComparison.Ordinal)
            .Replace("RECOPY", recopy, StringComparison.Ordinal)
            .Replace("NAME", name, StringComparison.Ordinal)
            .Replace("TAG", tag, StringComparison.Ordinal);
        await world.Kubectl.ApplyAsync(manifest);
        var status = new JsonObject { ["status"] = Yaml.Parse(manifest)!["status"]!.DeepClone() };
        await world.Kubectl.RunAsync(
            "patch", "imagebackup", name, "--subresource=status", "--type=merge", "-p", status.ToJsonString());
    }

    private async Task LeaveRewrittenWorkloadAsync(Scene scene, string[] copies)
    {
        await ApplyAsync("team", scene.Deployment("web", scene.Image("team/app", "1.0"), scene.Image("team/app", "latest")));
        var originals = new JsonObject
        {
            ["c0"] = scene.Image("team/app", "1.0"),
            ["c1"] = scene.Image("team/app", "latest"),
        };
        var rewritten = $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: {{scene.Name}}
              annotations:
                imageclone.dev/original-images: '{{originals.ToJsonString()}}'
            spec:
              template:
                spec:
                  containers:
                  - {name: c0, image: '{{copies[0]}}' }
                  - {name: c1, image: '{{copies[1]}}' }
            """;
        await ApplyAsync("image-clone-operator", rewritten);
    }

    private async Task ApplyAsync(string manager, string manifest) => (await world.Kubectl.TryAsync(
        manifest, "apply", "--server-side", "--force-conflicts", $"--field-manager={manager}", "-f", "-")).Require();
}
