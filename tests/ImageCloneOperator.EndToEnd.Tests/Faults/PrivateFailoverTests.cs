using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>What a source gave to a namespace serves on while the source is gone, also for an operator that has never asked it.</summary>
public sealed class PrivateFailoverTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private static readonly string[] Alone = ["--leader-elect", "false"];

    [Fact]
    public async Task Private_image_fails_over_where_the_source_gave_it_although_the_operator_starts_when_the_source_is_gone()
    {
        await using var source = await PrivateSource.StartAsync(world.Kubectl);
        var scene = (await world.SceneAsync()).Between(source: source.Registry.Host);
        var other = await scene.NeighbourAsync();
        await source.PushAsync(scene.Name);
        await source.PullSecretAsync(scene.Name, "owner");
        var image = scene.Image(scene.Name, "1.0");
        await scene.ApplyPolicyAsync(
            "rewrite: {mode: Workload, when: SourceUnavailable, sourceCheck: {interval: 1s, failureThreshold: 2, recoverAfter: 1h}}\n"
            + "  verifyInterval: 2s");

        await using var first = await world.StartOperatorAsync(Alone);
        await world.Kubectl.ApplyAsync(PrivateSource.Pulling(scene.Deployment("web", image)));
        await world.Kubectl.ApplyAsync(other.Deployment("web", image));
        await Eventually.InClusterAsync("the source has said who may have the image", async () =>
            (await scene.BackupAsync(image))["status"]!["access"] is { } access
            && access["namespaces"]?.AsArray().Select(ns => (string?)ns).SequenceEqual([scene.Name]) is true
            && access["refused"]?.AsArray().Select(ns => (string?)ns).SequenceEqual([other.Name]) is true);
        await first.KillAsync();
        await source.Registry.StopAsync();

        await using var second = await world.StartOperatorAsync(Alone);

        var backup = await scene.BackupAsync(image);
        await new RewriteScene(world.Kubectl, scene).HasAsync("deployment", "web", (string)backup["spec"]!["target"]!);
        Assert.Equal([image], RewriteScene.Images(await new RewriteScene(world.Kubectl, other).WorkloadAsync("deployment", "web")));
    }
}
