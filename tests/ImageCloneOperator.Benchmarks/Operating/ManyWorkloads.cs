using System.Globalization;
using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>
/// A large cluster meets the operator: what it asks of the API server, what memory it takes, and how long until all is planned.
/// </summary>
internal sealed class ManyWorkloads : IScenario
{
    private const int Workloads = 10_000;
    private const int Images = 2_000;
    private const int PageSize = 500;

    public string Name => "many-workloads";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await cluster.PutImagesAsync(Enumerable.Range(0, Images).Select(Tag), cancellationToken);
        // Neighbours share an image: those are the ones that are planned at the same time.
        await cluster.DeployAsync(Workloads, i => cluster.Image(Tag(i * Images / Workloads)), cancellationToken);
        await cluster.ApplyPolicyAsync(_ => { }, cancellationToken);
        bench.Log($"  {Workloads} Deployments are there");

        await using var running = cluster.StartOperator(bench.Ours.Program);
        var requests = cluster.Api.Requests;
        await BenchCluster.UntilAsync(() => Task.FromResult(requests.Count("create", "imagebackups") >= Images), cancellationToken);
        var planned = running.Measure();
        bench.Log(string.Create(CultureInfo.InvariantCulture, $"  all planned after {planned.Wall.TotalSeconds:0.0} s"));
        // Counted here first: a scrape every few milliseconds would be measured too.
        await BenchCluster.UntilAsync(() => Task.FromResult(requests.Count("patch", "deployments") >= 2 * Workloads), cancellationToken);
        await BenchCluster.UntilAsync(
            async () => await running.MetricAsync("imageclone_backups{state=\"Ready\"}", cancellationToken) >= Images, cancellationToken);
        var released = running.Measure();

        return new($"{Workloads:N0} Deployments with {Images:N0} images on the dev cluster",
        [
            new Row("start to all planned", [planned]),
            new Row("start to all copied and released", [released]),
        ],
        [
            Budget.AtMost($"lists of Deployments, {PageSize} a page", Workloads / PageSize, requests.Count("list", "deployments")),
            Budget.AtMost("writes of new ImageBackups", Images, requests.Count("create", "imagebackups")),
            Budget.AtMost("patches of Deployments, to hold and to release", 2 * Workloads, requests.Count("patch", "deployments")),
            Budget.AtMost("patches of ImageBackups' status, 3 each", 3 * Images, requests.Count("patch", "imagebackups/status")),
            Budget.Mebibytes("peak resident memory", 110, released.PeakBytes),
        ]);
    }

    private static string Tag(int i) => $"v{i}";
}
