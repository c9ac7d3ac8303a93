using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>The operator ends, in every way that it can, and goes on from what the cluster and the registries say.</summary>
public sealed class CrashTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private static readonly string[] Alone = ["--leader-elect", "false"];

    [Fact]
    public async Task Killed_in_the_middle_of_a_copy_it_goes_on_without_sending_finished_blobs_again()
    {
        var scene = await world.SceneAsync();
        var held = await world.PushHeldAsync(scene.Name, "1.0");
        await using var killed = await world.StartOperatorAsync(Alone);
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await world.AllButHeldAsync(scene.CopyOf(scene.Name));

        await killed.KillAsync();
        world.Release();
        world.Target.Requests.Clear();
        await using var next = await world.StartOperatorAsync(Alone);

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        Assert.Equal(
            held.Size,
            world.Target.Requests.Where(kind: RequestKind.Upload, repository: scene.CopyOf(scene.Name)).Sum(request => request.BytesIn));
        await Eventually.InClusterAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));
    }

    [Fact]
    public async Task Another_replica_takes_over_when_the_leader_is_killed_in_the_middle_of_a_copy()
    {
        var scene = await world.SceneAsync();
        await world.PushHeldAsync(scene.Name, "1.0");
        await using var leader = await world.StartOperatorAsync();
        await Eventually.InClusterAsync("the first leads", () => Leads(leader));
        await using var other = await world.StartOperatorAsync();
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await world.AllButHeldAsync(scene.CopyOf(scene.Name));
        Assert.False(await Leads(other));

        await leader.KillAsync();
        world.Release();

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await Eventually.InClusterAsync("the other leads", () => Leads(other));
        await Eventually.InClusterAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));
        Assert.Equal(0, await other.TerminateAsync());
    }

    [Fact]
    public async Task Told_to_stop_while_it_copies_it_ends_cleanly_and_gives_its_lease_back()
    {
        var scene = await world.SceneAsync();
        await world.PushHeldAsync(scene.Name, "1.0");
        await using var stopped = await world.StartOperatorAsync();
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await world.AllButHeldAsync(scene.CopyOf(scene.Name));

        Assert.Equal(0, await stopped.TerminateAsync());

        var lease = await world.Kubectl.GetAsync("lease", "image-clone-operator", "image-clone-system");
        Assert.Equal("", (string?)lease!["spec"]!["holderIdentity"] ?? "");
        Assert.DoesNotContain("   at ", stopped.Log, StringComparison.Ordinal);
        world.Release();
        await using var next = await world.StartOperatorAsync(Alone);
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
    }

    /// <summary>It goes on answering for some seconds, and only then drains.</summary>
    [Fact]
    public async Task Told_to_stop_while_it_serves_webhooks_it_ends_cleanly_and_gives_its_lease_back()
    {
        await using var stopped = await world.StartOperatorAsync("--webhook-bind-address", ":0");
        await Eventually.InClusterAsync("it leads", () => Leads(stopped));

        Assert.Equal(0, await stopped.TerminateAsync());

        var lease = await world.Kubectl.GetAsync("lease", "image-clone-operator", "image-clone-system");
        Assert.Equal("", (string?)lease!["spec"]!["holderIdentity"] ?? "");
    }

    [Fact]
    public async Task A_start_with_finished_backups_asks_no_registry_about_them()
    {
        var scene = await world.SceneAsync();
        await world.PushAsync(scene.Name, "1.0");
        await world.PushAsync(scene.Name, "latest");
        await using (await world.StartOperatorAsync(Alone))
        {
            await scene.ApplyPolicyAsync();
            await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0"), scene.Image(scene.Name, "latest")));
            await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
            await scene.BackupAsync(scene.Image(scene.Name, "latest"));
        }

        world.Source.Requests.Clear();
        world.Target.Requests.Clear();
        await using var next = await world.StartOperatorAsync(Alone);
        var all = (await world.Kubectl.ListAsync("imagebackups")).Count;
        await Eventually.InClusterAsync(
            "all backups have been looked at",
            async () => await next.MetricAsync("kubernetes_reconcile_count_total{controller=\"ImageBackup\",result=\"Requeued\"}") >= all);

        Assert.Empty(world.Source.Requests.All);
        Assert.Empty(world.Target.Requests.Where(repository: scene.CopyOf(scene.Name)));
    }

    private static async Task<bool> Leads(OperatorProcess replica) => await replica.MetricAsync("imageclone_leader") == 1;
}
