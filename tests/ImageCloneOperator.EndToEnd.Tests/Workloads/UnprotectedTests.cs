using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>What no copy stands in for is counted and shown.</summary>
public sealed class UnprotectedTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    [Fact]
    public async Task Images_that_a_policy_leaves_out_are_counted_with_the_reason_until_they_have_a_copy()
    {
        await using var running = await world.StartOperatorAsync("--leader-elect", "false");
        await using var scene = await world.SceneAsync();
        await Task.WhenAll(world.PushAsync("shop/web", "1"), world.PushAsync("shop/db", "1"));
        const string exclude = "images: {exclude: ['**/shop/secret']}";
        await scene.ApplyPolicyAsync(exclude);
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image("shop/web", "1"), scene.Image("shop/secret", "1")));
        await world.Kubectl.ApplyAsync(scene.Workload("apps/v1", "StatefulSet", "db", scene.Image("shop/db", "1")));

        await CountsAsync(scene, "Excluded 1, KindNotSelected 1");
        Assert.Equal(1, await MetricAsync(running, "KindNotSelected"));
        var page = await running.GetAsync("/");
        var folded = page.IndexOf("<details>", StringComparison.Ordinal);
        Assert.InRange(page.IndexOf(scene.Image("shop/db", "1"), StringComparison.Ordinal), 0, folded);
        Assert.InRange(page.IndexOf(scene.Image("shop/secret", "1"), StringComparison.Ordinal), folded, page.Length);

        await scene.ApplyPolicyAsync($"workloadKinds: [Deployment, StatefulSet]\n  {exclude}");

        await CountsAsync(scene, "Excluded 1");
        Assert.Equal(0, await MetricAsync(running, "KindNotSelected"));
    }

    [Fact]
    public async Task Pods_are_watched_and_counted_only_while_a_policy_asks_for_them()
    {
        world.Api.Requests.Reset();
        await using var running = await world.StartOperatorAsync("--leader-elect", "false");
        await using var scene = await world.SceneAsync();
        await world.PushAsync("shop/web", "1");
        await world.Kubectl.ApplyAsync($$"""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "lone", "namespace": "{{scene.Name}}"},
             "spec": {"containers": [{"name": "c", "image": "registry.invalid/lone:1"}]} }
            """);
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image("shop/web", "1")));

        await scene.BackupAsync(scene.Image("shop/web", "1"));
        await CountsAsync(scene, "");
        Assert.Equal(0, world.Api.Requests.Count("list", "pods") + world.Api.Requests.Count("watch", "pods"));

        await scene.ApplyPolicyAsync("workloadKinds: [Deployment, Pod]\n  images: {exclude: ['registry.invalid/**']}");

        await CountsAsync(scene, "Excluded 1");
        Assert.Equal(1, world.Api.Requests.Count("watch", "pods"));
    }

    private Task CountsAsync(Scene scene, string reasons) => Eventually.InClusterAsync($"the policy leaves out: {reasons}", async () =>
    {
        var counts = (await world.Kubectl.GetAsync("backuppolicy", scene.Name))!["status"]?["unprotected"];
        if (counts is null) return false;
        var found = counts["reasons"]?.AsArray().Select(reason => $"{reason!["reason"]} {reason["images"]}") ?? [];
        return string.Join(", ", found) == reasons;
    });

    private static Task<double> MetricAsync(OperatorProcess running, string reason) =>
        running.MetricAsync($"imageclone_images_unprotected{{reason=\"{reason}\"}}");
}
