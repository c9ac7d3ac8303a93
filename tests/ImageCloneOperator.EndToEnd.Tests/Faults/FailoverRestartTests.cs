using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>The operator is killed while a source is gone: all that it knew is in the status.</summary>
public sealed class FailoverRestartTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private static readonly string[] Alone = ["--leader-elect", "false"];

    [Fact]
    public async Task Killed_between_failures_it_goes_on_counting_and_killed_after_them_it_changes_nothing_until_the_source_is_back()
    {
        var scene = await world.SceneAsync();
        await using var failover = await FailoverScene.StartAsync(world.Kubectl, scene);
        var rewrites = new RewriteScene(world.Kubectl, scene);
        await failover.ApplyPolicyAsync("Workload", failureThreshold: 5);

        await using var first = await world.StartOperatorAsync(Alone);
        await failover.BackUpAsync("app", "DaemonSet");
        await failover.Source.StopAsync();
        await Eventually.InClusterAsync("there are failures", async () => (int?)(await failover.StateAsync("app"))["failures"] >= 2);
        await first.KillAsync();
        var since = (string?)(await failover.StateAsync("app"))["failingSince"];

        await using var second = await world.StartOperatorAsync(Alone);
        await rewrites.HasAsync("daemonset", "app", await failover.CopyAsync("app"));
        Assert.Equal(since, (string?)(await failover.StateAsync("app"))["failingSince"]);
        await second.KillAsync();

        await using var third = await world.StartOperatorAsync(Alone);
        await Eventually.InClusterAsync(
            "the dead source was asked again",
            async () => await third.MetricAsync("imageclone_source_checks_total{result=\"Unreachable\"}") > 0);
        Assert.Equal("False", (string?)(await failover.AvailableAsync("app", "False"))["status"]);
        await failover.Source.StartAsync();

        await rewrites.CleanAsync("daemonset", "app", failover.Image("app"));
        Assert.Equal(3, RewriteScene.Generation(await rewrites.WorkloadAsync("daemonset", "app")));
    }
}
