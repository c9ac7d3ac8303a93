using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>The operator, or the API server, is in the way of a rewrite for a while.</summary>
public sealed class WorkloadRewriteFaultTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private static readonly string[] Alone = ["--leader-elect", "false"];

    [Fact]
    public async Task An_operator_that_starts_anew_writes_no_template_that_is_right()
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
        await Eventually.InClusterAsync(
            "the workload has been looked at",
            async () => await next.MetricAsync("kubernetes_reconcile_count_total{controller=\"Workload\",result=\"Done\"}") >= 1);

        Assert.Equal(before.ToJsonString(), (await rewrites.WorkloadAsync("deployment", "web")).ToJsonString());
        Assert.DoesNotContain("image becomes", next.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_and_the_deleted_policy_goes_once_it_ends()
    {
        var scene = await world.SceneAsync();
        var rewrites = new RewriteScene(world.Kubectl, scene);
        var (image, copy) = (scene.Image(scene.Name, "1.0"), $"{world.Target.Host}/{scene.CopyOf(scene.Name)}:1.0");
        await world.PushAsync(scene.Name, "1.0");
        await using var running = await world.StartOperatorAsync(Alone);
        await scene.ApplyPolicyAsync("rewrite: {mode: Workload}");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", image));
        await rewrites.HasAsync("deployment", "web", copy);
        await Eventually.InClusterAsync(
            "the policy has something to take back",
            async () => (await world.Kubectl.GetAsync("backuppolicy", scene.Name))!["metadata"]!["finalizers"] is not null);

        world.Api.Faults.Fail("patch", "deployments", 403, times: int.MaxValue);
        await world.Kubectl.RunAsync("delete", "backuppolicy", scene.Name, "--wait=false");

        Assert.Contains("forbidden by an injected fault", await scene.EventAsync("RewriteRefused", "web"), StringComparison.Ordinal);
        Assert.Contains(
            $"Deployment {scene.Name}/web", await scene.EventAsync("DeletionWaits", scene.Name, "default"), StringComparison.Ordinal);
        await rewrites.HasAsync("deployment", "web", copy);
        world.Api.Faults.Clear();
        await rewrites.CleanAsync("deployment", "web", image);
        await Eventually.InClusterAsync("the policy goes", async () => await world.Kubectl.GetAsync("backuppolicy", scene.Name) is null);
    }

    [Fact]
    public async Task Cleanup_puts_the_originals_back_without_an_operator()
    {
        var scene = await world.SceneAsync();
        var rewrites = new RewriteScene(world.Kubectl, scene);
        var manifest = scene.JobOrCronJob("CronJob", "nightly", scene.Image(scene.Name, "1.0"));
        await world.PushAsync(scene.Name, "1.0");
        await using (await world.StartOperatorAsync(Alone))
        {
            await scene.ApplyPolicyAsync("workloadKinds: [CronJob]\n  rewrite: {mode: Workload}");
            (await world.Kubectl.TryAsync(manifest, "apply", "--server-side", "-f", "-")).Require();
            await rewrites.HasAsync("cronjob", "nightly", $"{world.Target.Host}/{scene.CopyOf(scene.Name)}:1.0");
        }

        await world.Kubectl.RunAsync("delete", "backuppolicy", scene.Name, "--wait=false");
        (await OperatorProcess.RunAsync(world.Kubectl.Kubeconfig, "cleanup")).Require();

        await rewrites.CleanAsync("cronjob", "nightly", scene.Image(scene.Name, "1.0"));
        (await world.Kubectl.TryAsync(
            manifest.Replace(":1.0", ":2.0", StringComparison.Ordinal), "apply", "--server-side", "-f", "-")).Require();
        Assert.Null(await world.Kubectl.GetAsync("backuppolicy", scene.Name));
    }
}
