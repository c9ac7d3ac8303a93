using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

/// <summary>An operator that starts anew finds its work done.</summary>
public sealed class WorkloadRewriteRestartTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private static readonly string[] Alone = ["--leader-elect", "false"];

    [Fact]
    public async Task A_template_that_is_right_is_not_written()
    {
        var scene = await world.SceneAsync();
        var rewrites = new RewriteScene(world.Kubectl, scene);
        await world.PushAsync(scene.Name, "1.0");
        await using (await world.StartOperatorAsync(Alone))
        {
            await scene.ApplyPolicyAsync("rewrite: {mode: Workload}");
            await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
            await rewrites.HasAsync("deployment", "web", $"{world.Target.Host}/{scene.CopyOf(scene.Name)}:1.0");
        }

        var before = await rewrites.WorkloadAsync("deployment", "web");
        await using var next = await world.StartOperatorAsync(Alone);
        await Wait.UntilAsync("the workload has been looked at", async () => await next.MetricAsync("kubernetes_reconcile_count_total{controller=\"Deployment\",result=\"Done\"}") >= 1);

        Assert.Equal(before.ToJsonString(), (await rewrites.WorkloadAsync("deployment", "web")).ToJsonString());
        Assert.DoesNotContain("image becomes", next.Log, StringComparison.Ordinal);
    }
}
