using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>One image of one 400 MB layer, past the proxies.</summary>
internal sealed class LargeLayer : IScenario
{
    private const long Size = 400_000_000;

    public string Name => "large-layer";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.Samples("large/app").ImageAsync(new SampleImage(new SampleLayer("large", Size)), "v1", cancellationToken);
        var rows = await bench.CompareAsync(
            bench.Tools, Prepare, tool => Commands(tool, bench.Source.Host, bench.Target.Host), cancellationToken);
        rows = await bench.CountAsync(
            rows, Prepare, tool => Commands(tool, bench.SourceProxy.Host, bench.TargetProxy.Host), cancellationToken);
        return new("One image of one 400 MB layer", rows, [.. rows.AgainstCrane(1), Budget.Memory(rows)]);

        async Task Prepare()
        {
            await bench.Target.EmptyAsync(cancellationToken);
            bench.SourceProxy.Reset();
            bench.TargetProxy.Reset();
        }
    }

    private static IReadOnlyList<IReadOnlyList<string>> Commands(CopyTool tool, string source, string target) =>
        [[tool.Program, .. tool.Arguments($"{source}/large/app:v1", $"{target}/copies/app:v1")]];
}
