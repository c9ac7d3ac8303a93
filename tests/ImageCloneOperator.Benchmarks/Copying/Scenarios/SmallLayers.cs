using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>An image of 100 small layers over a network with 30 ms a request: all of it, or the one layer that has changed.</summary>
internal sealed class SmallLayers(bool changed) : IScenario
{
    private const int Layers = 100;
    private const long Size = 16 * 1024;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(30);

    public string Name => changed ? "small-layers-changed" : "small-layers";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await PutAsync(bench, changed: false, cancellationToken);
        var rows = await bench.CompareAsync(
            bench.Tools, () => PrepareAsync(bench, cancellationToken), tool => [Command(tool, bench)], cancellationToken);
        (bench.SourceProxy.Latency, bench.TargetProxy.Latency) = (TimeSpan.Zero, TimeSpan.Zero);
        return new(
            changed ? "100 small layers of which one has changed, 30 ms a request" : "100 small layers, 30 ms a request",
            rows,
            [.. rows.AgainstCrane(changed ? 0.22 : 0.17), Budget.Memory(rows)]);
    }

    private static IReadOnlyList<string> Command(CopyTool tool, Bench bench) =>
        [tool.Program, .. tool.Arguments($"{bench.SourceProxy.Host}/small/app:v1", $"{bench.TargetProxy.Host}/copies/app:v1")];

    private static Task<SampleManifest> PutAsync(Bench bench, bool changed, CancellationToken cancellationToken)
    {
        var layers = Enumerable.Range(0, Layers).Select(i => new SampleLayer(changed && i == Layers / 2 ? "changed" : $"small-{i}", Size));
        return bench.Samples("small/app").ImageAsync(new SampleImage([.. layers]), "v1", cancellationToken);
    }

    private async Task PrepareAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.Target.EmptyAsync(cancellationToken);
        (bench.SourceProxy.Latency, bench.TargetProxy.Latency) = (TimeSpan.Zero, TimeSpan.Zero);
        if (changed)
        {
            await PutAsync(bench, changed: false, cancellationToken);
            await MeasuredProcess.RunAsync([Command(bench.Ours, bench)], cancellationToken);
            await PutAsync(bench, changed: true, cancellationToken);
        }
        (bench.SourceProxy.Latency, bench.TargetProxy.Latency) = (Latency, Latency);
        bench.SourceProxy.Reset();
        bench.TargetProxy.Reset();
    }
}
