using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>40 images that share three base layers, into an empty target: the others copy one after the other, ours has a list.</summary>
internal sealed class SharedLayers : IScenario
{
    private const int Images = 40;
    private const long BaseSize = 22_000_000;
    private const long OwnSize = 16_300_000;

    public string Name => "shared-layers";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var unique = await PutAsync(bench, cancellationToken);
        var list = Path.GetTempFileName();
        var tools = bench.Tools.Where(tool => tool.IsOurs || tool.Name == CopyTool.Crane).ToList();
        var rows = await bench.CompareAsync(
            tools, Prepare, tool => Commands(tool, list, bench.Source.Host, bench.Target.Host), cancellationToken);
        rows = await bench.CountAsync(
            rows, Prepare, tool => Commands(tool, list, bench.SourceProxy.Host, bench.TargetProxy.Host), cancellationToken);
        File.Delete(list);
        var sent = rows.Of(CopyTool.Ours).BytesIn!.Value;
        return new(
            $"{Images} images that share base layers, into an empty target",
            rows,
            [.. rows.AgainstCrane(0.25), Budget.AtMost("bytes sent", unique, sent), Budget.Memory(rows, 64)]);

        async Task Prepare()
        {
            await bench.Target.EmptyAsync(cancellationToken);
            bench.SourceProxy.Reset();
            bench.TargetProxy.Reset();
        }
    }

    /// <returns>The bytes of all distinct blobs and of all manifests.</returns>
    private static async Task<long> PutAsync(Bench bench, CancellationToken cancellationToken)
    {
        var samples = bench.Samples("shared/app");
        SampleLayer[] shared = [new("base-1", BaseSize), new("base-2", BaseSize), new("base-3", BaseSize)];
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Images; i++)
        {
            var image = await samples.ImageAsync(new SampleImage([.. shared, new($"own-{i}", OwnSize)]), $"v{i}", cancellationToken);
            sizes[image.Digest] = image.Size;
            foreach (var (digest, size) in ManifestBlobs.Of(image))
                sizes[digest] = size;
        }
        return sizes.Values.Sum();
    }

    private static IReadOnlyList<IReadOnlyList<string>> Commands(CopyTool tool, string list, string source, string target)
    {
        var pairs = Enumerable.Range(0, Images)
            .Select(i => (Source: $"{source}/shared/app:v{i}", Target: $"{target}/copies/app-{i}:v1"))
            .ToList();
        if (!tool.IsOurs)
            return [.. pairs.Select(pair => (IReadOnlyList<string>)[tool.Program, .. tool.Arguments(pair.Source, pair.Target)])];
        File.WriteAllLines(list, pairs.Select(pair => $"{pair.Source} {pair.Target}"));
        return [[tool.Program, "copy", "--file", list]];
    }
}
