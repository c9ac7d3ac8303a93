using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>Tags that are compared again and again: what that asks of their source.</summary>
internal sealed class AlwaysTags : IScenario
{
    private const int Images = 200;
    private const int Rounds = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public string Name => "always-tags";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await cluster.PutImagesAsync(Enumerable.Range(0, Images).Select(Tag), cancellationToken);
        await cluster.DeployAsync(Images, i => cluster.Image(Tag(i)), cancellationToken);
        await cluster.ApplyPolicyAsync(
            spec => spec.TagRules = [new TagRule { Tags = ["*"], Recopy = RecopyMode.Always, Interval = new Duration(Interval) }],
            cancellationToken);
        await using var running = cluster.StartOperator(bench.Ours.Program);
        await BenchCluster.UntilAsync(
            async () => await running.MetricAsync("imageclone_copies_total", cancellationToken) >= Images, cancellationToken);

        // A comparison is counted after its answer: those under way are told apart by waiting for the first round.
        var before = await running.MetricAsync("imageclone_checks_total", cancellationToken);
        cluster.Source.Requests.Clear();
        await BenchCluster.UntilAsync(
            async () => await running.MetricAsync("imageclone_checks_total", cancellationToken) >= before + (Rounds * Images),
            cancellationToken);
        var heads = cluster.Source.Requests.Count("HEAD");
        var others = cluster.Source.Requests.All.Count - heads;
        var checks = (int)(await running.MetricAsync("imageclone_checks_total", cancellationToken) - before);

        return new($"{Images} images that are backed up, tag Always, compared every {Interval.TotalSeconds} s by the operator",
        [
            new Row($"start to {checks:N0} comparisons", [running.Measure()]),
        ],
        [
            Budget.AtMost($"HEADs at the source for {checks:N0} comparisons", checks, heads),
            Budget.AtMost("other requests at the source", 0, others),
        ]);
    }

    private static string Tag(int i) => $"v{i}";
}
