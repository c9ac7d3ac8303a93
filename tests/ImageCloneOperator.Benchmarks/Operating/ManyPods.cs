using ImageCloneOperator.Api.Policies.Workloads;
using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>A large cluster whose pods are watched too, since the policy asks for them: what memory they take.</summary>
internal sealed class ManyPods : IScenario
{
    private const int Workloads = 10_000;
    private const int PodsEach = 5;
    private const int Images = 2_000;
    private const int PageSize = 500;

    public string Name => "many-pods";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await cluster.PutImagesAsync(Enumerable.Range(0, Images).Select(Tag), cancellationToken);
        await cluster.DeployAsync(Workloads, ImageOf, cancellationToken);
        await cluster.RunPodsAsync(Workloads, PodsEach, ImageOf, cancellationToken);
        await cluster.ApplyPolicyAsync(
            policy => policy.WorkloadKinds = [WorkloadKind.Deployment, WorkloadKind.DaemonSet, WorkloadKind.Pod], cancellationToken);
        bench.Log($"  {Workloads} Deployments and {Workloads * PodsEach} pods are there");

        await using var running = cluster.StartOperator(bench.Ours.Program);
        var requests = cluster.Api.Requests;
        await BenchCluster.UntilAsync(
            async () => await running.MetricAsync("imageclone_backups{state=\"Ready\"}", cancellationToken) >= Images
                && requests.Count("list", "pods") >= Workloads * PodsEach / PageSize
                && await running.MetricAsync("kubernetes_queue_depth", cancellationToken) == 0,
            cancellationToken);
        var done = running.Measure();

        return new($"{Workloads:N0} Deployments with {Images:N0} images and {Workloads * PodsEach:N0} pods on the dev cluster",
        [
            new Row("start to all copied and released", [done]),
        ],
        [
            Budget.AtMost($"lists of pods, {PageSize} a page", Workloads * PodsEach / PageSize, requests.Count("list", "pods")),
            Budget.AtMost("watches of pods", 1, requests.Count("watch", "pods")),
            Budget.AtMost("writes of pods", 0, requests.Count("patch", "pods") + requests.Count("update", "pods")),
            Budget.Mebibytes("peak resident memory", 160, done.PeakBytes),
        ]);

        string ImageOf(int i) => cluster.Image(Tag(i * Images / Workloads));
    }

    private static string Tag(int i) => $"v{i}";
}
