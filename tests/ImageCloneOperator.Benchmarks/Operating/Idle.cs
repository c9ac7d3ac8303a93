using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>The operator in a cluster that asks nothing of it, webhooks served: what it takes of memory.</summary>
internal sealed class Idle : IScenario
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    public string Name => "idle";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await using var running = cluster.StartOperator(bench.Ours.Program, webhooks: true);
        await running.WebhookPortAsync(cancellationToken);
        await Task.Delay(Rest, TimeProvider.System, cancellationToken);
        return new(
            $"The operator without work, {Rest.TotalSeconds} s after its start",
            [new Row("start and rest", [running.Measure()])],
            [Budget.Mebibytes("resident memory", 40, running.ResidentBytes)]);
    }
}
