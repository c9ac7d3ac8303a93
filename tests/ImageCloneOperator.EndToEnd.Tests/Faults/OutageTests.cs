using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>What the operator depends on goes away for a while: nothing is lost, and nobody has to do anything.</summary>
public sealed class OutageTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    [Fact]
    public async Task A_copy_that_ends_while_the_api_server_is_away_is_told_when_it_is_back()
    {
        var scene = await world.SceneAsync();
        await using var running = await world.StartOperatorAsync();
        await BeginCopyAsync(scene);

        await world.Api.StopAsync();
        world.Release();
        await Eventually.InClusterAsync("the copy has ended", () => Task.FromResult(world.HasTag(scene.CopyOf(scene.Name))));
        await world.Api.ResumeAsync();

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await Eventually.InClusterAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));
        await StillWorksAsync(scene);
        Assert.Equal(0, await running.TerminateAsync());
    }

    [Fact]
    public async Task An_api_server_that_is_away_for_longer_than_the_lease_lasts_finds_a_leader_again()
    {
        var scene = await world.SceneAsync();
        await using var running = await world.StartOperatorAsync();
        await BeginCopyAsync(scene);

        await world.Api.StopAsync();
        await Eventually.InClusterAsync("it leads no longer", async () => await running.MetricAsync("imageclone_leader") == 0);
        await world.Api.ResumeAsync();
        world.Release();

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await StillWorksAsync(scene);
        Assert.Equal(0, await running.TerminateAsync());
    }

    [Fact]
    public async Task A_target_that_is_away_is_said_so_and_gets_its_copies_when_it_is_back()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var scene = await world.SceneAsync(registry.Host);
        await world.PushAsync(scene.Name, "1.0");
        await using var running = await world.StartOperatorAsync("--leader-elect", "false");
        await registry.StopAsync();
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await Eventually.InClusterAsync("the backup says what is wrong", async () =>
            (await world.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={scene.Name}"))
                .Any(backup => (string?)Scene.Condition(backup, "Ready")?["reason"] == "TargetUnreachable"));
        await Eventually.InClusterAsync("the policy says what is wrong", async () =>
            (string?)Scene.Condition(
                (await world.Kubectl.GetAsync("backuppolicy", scene.Name))!, "Ready")?["reason"] == "TargetUnreachable");
        Assert.True(await scene.IsHeldAsync("deployment", "web"));

        await registry.StartAsync();

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await world.Kubectl.WaitAsync($"backuppolicy/{scene.Name}", "condition=Ready");
        await Eventually.InClusterAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));
    }

    private async Task BeginCopyAsync(Scene scene)
    {
        await world.PushHeldAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await world.AllButHeldAsync(scene.CopyOf(scene.Name));
    }

    private async Task StillWorksAsync(Scene scene)
    {
        await world.PushAsync(scene.Name, "2.0");
        await world.Kubectl.ApplyAsync(scene.Deployment("later", scene.Image(scene.Name, "2.0")));
        await scene.BackupAsync(scene.Image(scene.Name, "2.0"));
    }
}
