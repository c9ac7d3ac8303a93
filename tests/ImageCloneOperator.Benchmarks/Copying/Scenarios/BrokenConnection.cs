using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>A 512 MiB layer whose download or upload breaks in the middle, against the same copy without a break.</summary>
internal sealed class BrokenConnection(bool upload) : IScenario
{
    private const long Size = 512L * 1024 * 1024;

    /// <summary>What may be on its way when a connection breaks: the buffers of sockets and programs on both sides.</summary>
    private const long InFlight = 32L * 1024 * 1024;

    /// <summary>
    /// Docker's registry of version 2 ends an upload whose connection broke, so that nothing is left to resume; version 3 and others keep
    /// it.
    /// </summary>
    public bool WantsDevTarget => upload;

    public string Name => upload ? "broken-upload" : "broken-download";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var image = await bench.Samples("broken/app").ImageAsync(new SampleImage(new SampleLayer("half", Size)), "v1", cancellationToken);
        var tools = bench.Tools.Where(tool => tool.IsOurs || tool.Name == CopyTool.Crane).ToList();
        var whole = await bench.CompareAsync(tools, () => PrepareAsync(bench, cut: false, cancellationToken), Command, cancellationToken);
        var cut = await bench.CompareAsync(tools, () => PrepareAsync(bench, cut: true, cancellationToken), Command, cancellationToken);
        var ours = cut.Of(CopyTool.Ours);
        var total = ManifestBlobs.Of(image).Sum(blob => blob.Size) + image.Size;
        return new(
            upload ? "A 512 MiB upload that breaks in the middle (into the dev cluster's "
                + "registry: Debian's docker-registry 2 ends the session)" : "A 512 MiB download that breaks in the middle",
            [.. whole.Select(row => row with { Tool = $"{row.Tool}, no break" }), .. cut],
            [
                Budget.Ratio("wall / without a break", 1.15, ours.Wall / whole.Of(CopyTool.Ours).Wall),
                Budget.AtMost("bytes out of the source", total + InFlight, ours.BytesOut!.Value),
                Budget.AtMost("bytes into the target", total + InFlight, ours.BytesIn!.Value),
                Budget.Memory([.. whole, .. cut]),
            ]);

        IReadOnlyList<IReadOnlyList<string>> Command(CopyTool tool) =>
            [[tool.Program, .. tool.Arguments($"{bench.SourceProxy.Host}/broken/app:v1", $"{bench.TargetProxy.Host}/copies/app:v1")]];
    }

    private async Task PrepareAsync(Bench bench, bool cut, CancellationToken cancellationToken)
    {
        await bench.Target.EmptyAsync(cancellationToken);
        bench.SourceProxy.Reset(cutDownloadAt: cut && !upload ? Size / 2 : null);
        bench.TargetProxy.Reset(cutUploadAt: cut && upload ? Size / 2 : null);
    }
}
