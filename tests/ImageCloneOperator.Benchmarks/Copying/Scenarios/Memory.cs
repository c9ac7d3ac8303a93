using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>What copying takes of memory at its worst: one layer of 2 GiB, and 16 images at once.</summary>
internal sealed class Memory(bool many) : IScenario
{
    private const int Images = 16;
    private const long LargeSize = 2L * 1024 * 1024 * 1024;
    private const long Size = 64L * 1024 * 1024;

    public string Name => many ? "memory-16-images" : "memory-2-gib";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var list = Path.GetTempFileName();
        await File.WriteAllLinesAsync(list, await PutAsync(bench, cancellationToken), cancellationToken);
        var rows = await bench.CompareAsync(
            [bench.Ours], Prepare, tool => [[tool.Program, "copy", "--file", list, "--concurrency", $"{Images}"]], cancellationToken);
        File.Delete(list);
        return new(
            many ? $"{Images} images of two 64 MiB layers at once" : "One layer of 2 GiB", rows, [Budget.Memory(rows, many ? 64 : 36)]);

        Task Prepare() => bench.Target.EmptyAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<string>> PutAsync(Bench bench, CancellationToken cancellationToken)
    {
        var samples = bench.Samples("memory/app");
        if (!many)
            await samples.ImageAsync(new SampleImage(new SampleLayer("two-gib", LargeSize)), "v0", cancellationToken);
        for (var i = 0; many && i < Images; i++)
        {
            await samples.ImageAsync(
                new SampleImage(new SampleLayer($"a-{i}", Size), new SampleLayer($"b-{i}", Size)), $"v{i}", cancellationToken);
        }

        return [.. Enumerable.Range(0, many ? Images : 1)
            .Select(i => $"{bench.Source.Host}/memory/app:v{i} {bench.Target.Host}/copies/app-{i}:v1")];
    }
}
