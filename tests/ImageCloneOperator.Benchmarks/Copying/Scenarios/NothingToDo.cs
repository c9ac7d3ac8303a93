using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>One image whose copy is there: what a run takes that has nothing to do.</summary>
internal sealed class NothingToDo : IScenario
{
    private const int Times = 20;

    public string Name => "nothing-to-do";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.Samples("idle/app").ImageAsync(new SampleImage(new SampleLayer("idle", 1_000_000)), "v1", cancellationToken);
        await MeasuredProcess.RunAsync([Command(bench.Ours, bench)], cancellationToken);
        var rows = await bench.CompareAsync(
            bench.Tools, () => Task.CompletedTask, tool => [.. Enumerable.Repeat(Command(tool, bench), Times)], cancellationToken);
        return new($"One image that is backed up already, {Times} times", rows, [.. rows.AgainstCrane(2), Budget.Memory(rows)]);
    }

    private static IReadOnlyList<string> Command(CopyTool tool, Bench bench) =>
        [tool.Program, .. tool.Arguments($"{bench.Source.Host}/idle/app:v1", $"{bench.Target.Host}/idle/app:v1")];
}
