using System.Globalization;
using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>What a new pod in a large cluster waits for, as its API server sees it: HTTPS, with connections that stay open.</summary>
internal sealed class PodWebhook : IScenario
{
    private const int Workloads = 10_000;
    private const int Images = 2_000;
    private const int WarmUp = 500;
    private const int Pods = 5_000;
    private const int AtATime = 16;
    private const double MostMilliseconds = 3;

    public string Name => "pod-webhook";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await cluster.Client.CreateAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = WebhookClient.OperatorNamespace } }, cancellationToken);
        await cluster.PutImagesAsync(Enumerable.Range(0, Images).Select(Tag), cancellationToken);
        await cluster.DeployAsync(Workloads, i => cluster.Image(ImageOf(i)), cancellationToken);
        await cluster.ApplyPolicyAsync(spec => spec.Rewrite.Mode = RewriteMode.Pod, cancellationToken);
        await using var running = cluster.StartOperator(bench.Ours.Program, webhooks: true);
        await BenchCluster.UntilAsync(
            async () => await running.MetricAsync("imageclone_backups{state=\"Ready\"}", cancellationToken) >= Images, cancellationToken);
        bench.Log($"  {Images} backups are Ready");

        using var client = await WebhookClient.CreateAsync(cluster, running, cancellationToken);
        await AskAsync(cluster, client, WarmUp, 1, cancellationToken);
        var alone = await AskAsync(cluster, client, Pods, 1, cancellationToken);
        var crowded = await AskAsync(cluster, client, Pods, AtATime, cancellationToken);
        return new($"{Pods:N0} pods through the webhook, beside {Images:N0} backups and {Workloads:N0} Deployments",
        [
            new Row("start to the last", [running.Measure()]),
        ],
        [
            new Budget($"p99, one after the other ≤ {MostMilliseconds} ms", Text(At(alone, 0.99)), At(alone, 0.99) <= MostMilliseconds),
            new Budget("median, one after the other", Text(At(alone, 0.5)), Met: true),
            new Budget($"p99, {AtATime} at a time", Text(At(crowded, 0.99)), Met: true),
        ]);
    }

    /// <returns>Milliseconds from the request to the whole answer, in ascending order.</returns>
    private static async Task<double[]> AskAsync(
        BenchCluster cluster, WebhookClient client, int count, int atATime, CancellationToken cancellationToken)
    {
        var times = new double[count];
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken }, async (i, token) =>
            {
                // Far from each other, so that no two after one another have an image in common.
                var workload = (int)(i * 7919L % Workloads);
                times[i] = await client.AskAsync($"app-{workload:00000}", cluster.Image(ImageOf(workload)), token);
            });
        Array.Sort(times);
        return times;
    }

    private static string ImageOf(int workload) => Tag(workload % Images);

    private static string Tag(int i) => $"v{i}";

    private static double At(double[] sorted, double part) => sorted[(int)(part * (sorted.Length - 1))];

    private static string Text(double milliseconds) => milliseconds.ToString("0.00 'ms'", CultureInfo.InvariantCulture);
}
