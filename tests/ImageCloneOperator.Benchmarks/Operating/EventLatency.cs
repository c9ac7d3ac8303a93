using System.Diagnostics;
using System.Globalization;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Transport;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>How long after a workload is created its ImageBackup is there, with nothing else going on.</summary>
internal sealed class EventLatency : IScenario
{
    private const int Samples = 50;
    private const double MostMilliseconds = 5;

    public string Name => "event-latency";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await cluster.PutImagesAsync(["warm"], cancellationToken);
        await cluster.ApplyPolicyAsync(_ => { }, cancellationToken);
        await cluster.DeployAsync(1, _ => cluster.Image("warm"), cancellationToken);
        await using var running = cluster.StartOperator(bench.Ours.Program);
        await BenchCluster.UntilAsync(
            async () => await running.MetricAsync("imageclone_copies_total", cancellationToken) >= 1, cancellationToken);

        var times = await MeasureAsync(cluster, cancellationToken);
        var median = times.Order().ElementAt(times.Count / 2);
        return new($"From a new Deployment to its ImageBackup, {Samples} times one after the other",
        [
            new Row("start to the last", [running.Measure()]),
        ],
        [
            new Budget(
                $"median ≤ {MostMilliseconds} ms", median.ToString("0.0 'ms'", CultureInfo.InvariantCulture), median <= MostMilliseconds),
            new Budget("slowest", times.Max().ToString("0.0 'ms'", CultureInfo.InvariantCulture), Met: true),
        ]);
    }

    /// <returns>Milliseconds from the answer to the creation until a watch tells of the ImageBackup.</returns>
    private static async Task<List<double>> MeasureAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var known = await cluster.Client.ListAsync<ImageBackup>(new ListOptions(), cancellationToken);
        var begun = await DeployAsync(0);
        await foreach (var change in cluster.Client.WatchAsync<ImageBackup>(
            new WatchOptions { ResourceVersion = known.ResourceVersion }, cancellationToken))
        {
            if (change.Type != WatchEventType.Added) continue;
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (times.Count == Samples) break;
            begun = await DeployAsync(times.Count);
        }

        return times;

        async Task<long> DeployAsync(int i)
        {
            await cluster.Client.CreateAsync(
                SampleDeployment.Of($"late-{i}", BenchCluster.Namespace, cluster.Image($"late-{i}")), cancellationToken);
            return Stopwatch.GetTimestamp();
        }
    }
}
