using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>200 images whose copies are there already: what it takes to see that.</summary>
internal sealed class UpToDate : IScenario
{
    private const int Images = 200;

    public string Name => "up-to-date";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var samples = bench.Samples("same/app");
        for (var i = 0; i < Images; i++)
        {
            await samples.ImageAsync(
                new SampleImage(new SampleLayer("base", 1000), new SampleLayer($"own-{i}", 1000)), $"v{i}", cancellationToken);
        }

        var list = Path.GetTempFileName();
        var pairs = Enumerable.Range(0, Images)
            .Select(i => $"{bench.SourceProxy.Host}/same/app:v{i} {bench.TargetProxy.Host}/same/app:v{i}");
        await File.WriteAllLinesAsync(list, pairs, cancellationToken);
        IReadOnlyList<string> command = [bench.Ours.Program, "copy", "--file", list];
        await MeasuredProcess.RunAsync([command], cancellationToken);

        var rows = await bench.CompareAsync([bench.Ours], Prepare, _ => [command], cancellationToken);
        File.Delete(list);
        var atSource = bench.SourceProxy.Counts;
        return new($"{Images} images that are backed up already", rows,
        [
            Budget.AtMost("requests at the source", Images, atSource.Requests),
            Budget.AtMost("of these other than HEAD", 0, atSource.Requests - atSource.RequestsOf("HEAD")),
            Budget.Memory(rows, 64),
        ]);

        Task Prepare()
        {
            bench.SourceProxy.Reset();
            bench.TargetProxy.Reset();
            return Task.CompletedTask;
        }
    }
}
