using System.Diagnostics;
using ImageCloneOperator.Benchmarks.Copying.Proxies;
using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>A source and a target registry with a proxy before each, the tools, and how runs are made.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly HttpClient _sourceClient;

    private Bench(RegistryProcess source, RegistryProcess target, CountingProxy sourceProxy, CountingProxy targetProxy)
    {
        (Source, Target, SourceProxy, TargetProxy) = (source, target, sourceProxy, targetProxy);
        _sourceClient = new HttpClient { BaseAddress = source.Address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public RegistryProcess Source { get; }

    public RegistryProcess Target { get; }

    public CountingProxy SourceProxy { get; }

    public CountingProxy TargetProxy { get; }

    public required IReadOnlyList<CopyTool> Tools { get; init; }

    public required int Rounds { get; init; }

    /// <summary>How long one tenant floods the operator.</summary>
    public required TimeSpan Flood { get; init; }

    public required Action<string> Log { get; init; }

    public CopyTool Ours => Tools.Single(tool => tool.IsOurs);

    public static async Task<Bench> StartAsync(
        BenchOptions options, IReadOnlyList<CopyTool> tools, bool devTarget, Action<string> log, CancellationToken cancellationToken)
    {
        var source = await DockerRegistry.StartAsync(options.RegistryProgram, options.Folder, cancellationToken);
        var target = devTarget
            ? await RegistryProcess.StartAsync(DevRegistry, options.Folder, cancellationToken)
            : await DockerRegistry.StartAsync(options.RegistryProgram, options.Folder, cancellationToken);
        return new Bench(
            source, target, await CountingProxy.StartAsync(source.Address, cancellationToken), await CountingProxy.StartAsync(
                target.Address, cancellationToken))
        {
            Tools = tools,
            Rounds = options.Rounds,
            Flood = options.Flood,
            Log = log,
        };
    }

    /// <summary>A repository of the source, to put samples into.</summary>
    public SampleRepository Samples(string repository) => new(new HttpSampleTarget(_sourceClient), repository);

    /// <summary>One run of each tool after the other, again and again, so that whatever disturbs the machine meets them all.</summary>
    public async Task<IReadOnlyList<Row>> CompareAsync(
        IEnumerable<CopyTool> tools,
        Func<Task> prepare,
        Func<CopyTool, IReadOnlyList<IReadOnlyList<string>>> commands,
        CancellationToken cancellationToken)
    {
        var rows = tools.ToDictionary(tool => tool, tool => new Row(tool.Name, []));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var tool in rows.Keys.ToList())
            {
                await prepare();
                var (sourceCounts, targetCounts) = (SourceProxy.Counts, TargetProxy.Counts);
                var run = await MeasuredProcess.RunAsync(commands(tool), cancellationToken);
                Log($"  {tool.Name}: {run.Wall.TotalSeconds:0.00} s, {run.PeakBytes >> 20} MiB");
                rows[tool] = Counted(rows[tool] with { Runs = [.. rows[tool].Runs, run] }, sourceCounts, targetCounts);
            }
        }
        return [.. rows.Values];
    }

    /// <summary>Adds what a run through the proxies sends and asks, where the timed runs went past them.</summary>
    public async Task<IReadOnlyList<Row>> CountAsync(
        IReadOnlyList<Row> rows,
        Func<Task> prepare,
        Func<CopyTool, IReadOnlyList<IReadOnlyList<string>>> commands,
        CancellationToken cancellationToken)
    {
        var counted = new List<Row>();
        foreach (var row in rows)
        {
            await prepare();
            var (sourceCounts, targetCounts) = (SourceProxy.Reset(), TargetProxy.Reset());
            await MeasuredProcess.RunAsync(commands(Tools.Single(tool => tool.Name == row.Tool)), cancellationToken);
            counted.Add(Counted(row, sourceCounts, targetCounts));
        }
        return counted;
    }

    public async ValueTask DisposeAsync()
    {
        _sourceClient.Dispose();
        await SourceProxy.DisposeAsync();
        await TargetProxy.DisposeAsync();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    private static ProcessStartInfo DevRegistry(Uri address, DirectoryInfo folder) => new("dotnet",
    [
        Path.Combine(AppContext.BaseDirectory, "ImageCloneOperator.Demo.dll"), "registry", "--port", $"{address.Port}", "--data",
        folder.FullName,
    ]);

    private static Row Counted(Row row, ProxyCounts source, ProxyCounts target) => source.Requests + target.Requests == 0 ? row : row with
    {
        BytesOut = source.Down,
        BytesIn = target.Up,
        SourceRequests = source.Requests,
        TargetRequests = target.Requests,
    };
}
