using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Artifacts;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>A catalogue of a large cluster: what it takes to read it, and to look at all the copies that it names.</summary>
internal sealed class LargeCatalog : IScenario
{
    private const int Images = 2_000;
    private const int Repositories = 200;

    public string Name => "large-catalog";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var registry = await RegistryServer.StartAsync(new RegistryOptions(), cancellationToken);
        var catalog = ImageReference.Parse($"{registry.Host}/backups/imageclone-catalog:bench.all");
        await WriteAsync(registry, catalog, cancellationToken);

        var read = await RunAsync(bench, registry, "restore --map json", ["--map", "json"], "restore", catalog, cancellationToken);
        var verify = await RunAsync(bench, registry, "verify", ["--concurrency", "16"], "verify", catalog, cancellationToken);
        var asked = registry.Requests.Where("HEAD", RequestKind.Blob).ToList();
        return new($"A catalogue of {Images:N0} images in {Repositories} repositories", [read, verify],
        [
            Budget.Ratio("seconds to read it", 1, read.Wall),
            Budget.Mebibytes("peak memory of verify", 64, verify.PeakBytes),
            // Each image has a configuration and a layer of its own, and each repository a base.
            Budget.AtMost("HEADs of blobs", (2 * Images) + Repositories, asked.Count),
        ]);
    }

    private static async Task<Row> RunAsync(
        Bench bench,
        RegistryServer registry,
        string name,
        IReadOnlyList<string> options,
        string verb,
        ImageReference catalog,
        CancellationToken cancellationToken)
    {
        var rows = await bench.CompareAsync(
            [bench.Ours], Prepare, tool => [[tool.Program, verb, "--catalog", catalog.ToString(), .. options]], cancellationToken);
        return rows.Single() with { Tool = name };

        Task Prepare()
        {
            registry.Requests.Clear();
            return Task.CompletedTask;
        }
    }

    private static async Task WriteAsync(RegistryServer registry, ImageReference catalog, CancellationToken cancellationToken)
    {
        var images = new List<CatalogImage>();
        for (var i = 0; i < Images; i++)
        {
            var source = $"docker.io/team/app{i % Repositories}:v{i / Repositories}";
            var samples = new SampleRepository(registry.Samples, $"backups/docker.io/team/app{i % Repositories}");
            var image = new SampleImage(new SampleLayer($"base-{i % Repositories}", 500), new SampleLayer($"own-{i}", 500));
            images.Add(new CatalogImage
            {
                Source = source,
                Target = $"{registry.Host}/backups/{source}",
                Digest = (await samples.ImageAsync(image, $"v{i / Repositories}", cancellationToken)).Digest,
                Ready = true,
                Platforms = ["linux/amd64"],
            });
        }

        using var client = new RegistryClient();
        await new ArtifactStore(client).WriteAsync(
            new RegistryEndpoint(catalog),
            CatalogFormat.MediaType,
            CatalogFormat.Write(new CatalogDocument { Cluster = "bench", Policy = "all", Time = DateTimeOffset.UtcNow, Images = images }),
            [catalog.Tag!],
            cancellationToken);
    }
}
