using System.CommandLine;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;
using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Benchmarks.Operating;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>Copies side by side with crane, oras and skopeo, and writes down what came out.</summary>
internal static class CopyBenchmarks
{
    private static readonly IScenario[] Scenarios =
    [
        new ProgramFile(), new NothingToDo(), new LargeLayer(), new SharedLayers(), new SmallLayers(changed: false),
        new SmallLayers(changed: true),
        new BrokenConnection(upload: false), new BrokenConnection(upload: true), new UpToDate(), new Memory(many: false),
        new Memory(many: true), new LargeCatalog(),
        new Idle(), new AlwaysTags(), new EventLatency(), new ManyWorkloads(), new ManyPods(), new PodWebhook(), new TenantFlood(),
    ];

    private static readonly Option<int> Rounds =
        new("--rounds") { Description = "How often each tool runs.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Flood = new("--flood-minutes")
    {
        Description = "How long tenant-flood lasts; an hour is what operators see.",
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Only these: " + string.Join(", ", Scenarios.Select(scenario => scenario.Name)),
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Peers = new("--peers")
    {
        Description = "A folder with crane, oras, skopeo and docker-registry; else the PATH is searched.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PEERS"),
    };
    private static readonly Option<string?> Program = new("--program") { Description = "Our program; else it is published first." };
    private static readonly Option<string?> Before = new("--before")
    {
        Description = "Another build of our program, such as that of an earlier commit: each measurement is made with it, then with ours.",
    };
    private static readonly Option<string?> Output =
        new("--output") { Description = "Where the results are written; else docs/benchmarks.md." };

    public static RootCommand CreateCommand()
    {
        var command = new RootCommand("Measures copies against the budgets.") { Rounds, Flood, Only, Peers, Program, Before, Output };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var peers = arguments.GetValue(Peers);
        if (Programs.Find("docker-registry", peers) is not { } registry)
        {
            await Console.Error.WriteLineAsync(
                "docker-registry is neither on the PATH nor in the folder of --peers: run build/install-tools.sh");
            return 2;
        }
        var folder = TemporaryFolder();
        try
        {
            var ours = arguments.GetValue(Program) ?? await PublishedProgram.PublishAsync(folder, cancellationToken);
            var options = new BenchOptions(registry, folder, arguments.GetValue(Rounds), TimeSpan.FromMinutes(arguments.GetValue(Flood)));
            var output = arguments.GetValue(Output) ?? Checkout.PathOf("docs", "benchmarks.md");
            List<(string Suffix, IReadOnlyList<CopyTool> Tools)> builds = [("", CopyTool.Find(ours, peers))];
            if (arguments.GetValue(Before) is { } before) builds.Insert(0, (" (before)", CopyTool.Find(before, peers)));
            await MeasureAsync(options, builds, arguments.GetValue(Only) ?? [], output, cancellationToken);
            Console.WriteLine(await File.ReadAllTextAsync(output, cancellationToken));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(
        BenchOptions options,
        IReadOnlyList<(string Suffix, IReadOnlyList<CopyTool> Tools)> builds,
        string[] only,
        string output,
        CancellationToken cancellationToken)
    {
        var results = new List<ScenarioResult>();
        var runs =
            from scenario in Scenarios
            where only.Length == 0 || only.Contains(scenario.Name)
            from build in builds
            select (scenario, build);
        foreach (var (scenario, build) in runs)
        {
            Console.WriteLine($"{scenario.Name}{build.Suffix}:");
            await using var bench = await Bench.StartAsync(
                options, build.Tools, scenario.WantsDevTarget, Console.WriteLine, cancellationToken);
            var result = await scenario.RunAsync(bench, cancellationToken);
            results.Add(result with { Title = result.Title + build.Suffix });
            // What is measured stays, whatever becomes of the rest.
            await File.WriteAllTextAsync(output, Report.Of(results, options.Rounds, TimeProvider.System.GetUtcNow()), cancellationToken);
        }
    }

    /// <summary>In memory where there is room: what is measured are programs, not disks.</summary>
    private static DirectoryInfo TemporaryFolder()
    {
        const long Room = 8L << 30;
        var shared = new DriveInfo("/dev/shm");
        return shared is { IsReady: true, AvailableFreeSpace: > Room }
            ? Directory.CreateDirectory($"/dev/shm/image-clone-bench-{Guid.NewGuid():N}")
            : Directory.CreateTempSubdirectory("image-clone-bench-");
    }
}
