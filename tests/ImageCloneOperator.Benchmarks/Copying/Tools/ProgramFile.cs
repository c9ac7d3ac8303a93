using System.IO.Compression;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;

namespace ImageCloneOperator.Benchmarks.Copying.Tools;

/// <summary>How large the program is, and how long it takes to start and end.</summary>
internal sealed class ProgramFile : IScenario
{
    private const int Times = 20;
    private const double MostMilliseconds = 30;

    public string Name => "program";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var program = bench.Ours.Program;
        var rows = await bench.CompareAsync(
            [bench.Ours],
            () => Task.CompletedTask,
            _ => [.. Enumerable.Repeat<IReadOnlyList<string>>([program, "--version"], Times)],
            cancellationToken);
        var milliseconds = 1000 * rows.Of(CopyTool.Ours).Wall / Times;
        return new($"The program: {Times} times --version, one after the other", rows,
        [
            new Budget($"--version ≤ {MostMilliseconds} ms", $"{milliseconds:0.0} ms", milliseconds <= MostMilliseconds),
            Budget.Mebibytes("program file", 32, new FileInfo(program).Length),
            Budget.Mebibytes("what the image has beyond its base, compressed", 25, await CompressedAsync(program, cancellationToken)),
        ]);
    }

    /// <summary>The program is all that the image adds; layers are compressed by gzip.</summary>
    private static async Task<long> CompressedAsync(string program, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        await using (var file = File.OpenRead(program)) await file.CopyToAsync(gzip, cancellationToken);
        return compressed.Length;
    }
}
