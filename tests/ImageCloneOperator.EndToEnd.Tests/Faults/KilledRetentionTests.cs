using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>The operator is killed at random moments while it deletes what nothing uses.</summary>
public sealed class KilledRetentionTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private const int Images = 24;
    private const int Seed = 1;

    [Fact]
    public async Task Unused_images_go_and_no_other_is_touched()
    {
        var scene = await world.SceneAsync();
        var repositories = Enumerable.Range(0, Images).Select(i => $"{scene.Name}-{i}").ToList();
        foreach (var repository in repositories) await world.PushAsync(repository, "1.0");
        var (used, unused, named) = (repositories[..6], repositories[6..20], repositories[20..]);
        await scene.ApplyPolicyAsync("retention: {unusedFor: 0s, deleteImages: true}");
        await using (await world.StartOperatorAsync("--leader-elect", "false"))
        {
            await world.Kubectl.ApplyAsync(scene.Deployment("used", used.Select(repository => scene.Image(repository, "1.0"))));
            await world.Kubectl.ApplyAsync(
                scene.Deployment("old", unused.Concat(named).Select(repository => scene.Image(repository, "1.0"))));
            foreach (var repository in repositories) await scene.BackupAsync(scene.Image(repository, "1.0"));
            await scene.ReleasedAsync("deployment", "old");
        }

        await world.Kubectl.ApplyAsync(scene.Workload(
            "apps/v1", "ReplicaSet", "revision", named.Select(repository => $"{world.Target.Host}/{scene.CopyOf(repository)}:1.0")));
        await world.Kubectl.RunAsync("delete", "deployment", "old", "-n", scene.Name, "--wait", "--timeout=60s");
        world.Target.Requests.Clear();

        var kills = await world.KillAgainAndAgainAsync(
            new Random(Seed), longest: 4, () => BackupsAreAsync(scene, used.Count + named.Count));
        await using var last = await world.StartOperatorAsync("--leader-elect", "false");
        await Eventually.InClusterAsync("what is unused goes", () => BackupsAreAsync(scene, used.Count + named.Count));

        Assert.InRange(kills, 5, 20);
        var deleted = world.Target.Requests.Where("DELETE", RequestKind.Manifest).Select(request => request.Repository).ToHashSet();
        Assert.Equal(unused.Select(scene.CopyOf).ToHashSet(), deleted);
        Assert.Empty(world.Target.Requests.Where("PUT"));
    }

    private async Task<bool> BackupsAreAsync(Scene scene, int count) =>
        (await world.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={scene.Name}")).Count == count;
}
