using System.Security.Cryptography;
using ImageCloneOperator.Demo.Commands;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Demo;

/// <summary>The stage: a cluster, a public and a private source registry, and a target that asks for a login.</summary>
internal sealed class DemoCluster : IAsyncDisposable
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Slow enough that people see the progress, and that a deletion comes in the middle of a copy.</summary>
    private static readonly RegistryQuirks Unhurried = new() { BytesPerSecond = 4 * Mebibyte };

    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("image-clone-demo-source-");
    private readonly List<IAsyncDisposable> _servers = [];

    private DemoCluster() => Images = new ImageLookup(_http);

    public ImageLookup Images { get; }

    public RegistryServer Source { get; private set; } = null!;

    public RegistryServer Private { get; private set; } = null!;

    public RegistryServer Target { get; private set; } = null!;

    public ApiServer Api { get; private set; } = null!;

    public DemoManifests Manifests { get; private set; } = null!;

    /// <summary>Who may push to the target.</summary>
    public RegistryAccount Backup { get; } = new("backup", NewPassword());

    public static async Task<DemoCluster> StartAsync(CancellationToken cancellationToken)
    {
        var cluster = new DemoCluster();
        try
        {
            await cluster.StartRegistriesAsync(cancellationToken);
            cluster.Api = await cluster.StartApiAsync(cancellationToken);
            cluster._servers.Add(cluster.Api);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has <c>library/nginx:latest</c> point to another image.</summary>
    /// <returns>The digest of the new one.</returns>
    public async Task<string> MoveLatestAsync(CancellationToken cancellationToken) =>
        (await new SampleRepository(Source.Samples, "library/nginx")
            .ImageAsync(new SampleImage(new SampleLayer("tomorrow", Mebibyte)), "latest", cancellationToken)).Digest;

    public Task StopSourceAsync() => StopAsync(Source);

    public Task StopTargetAsync() => StopAsync(Target);

    public async Task LoseAllButTargetAsync()
    {
        foreach (var server in new IAsyncDisposable[] { Api, Source, Private }) await StopAsync(server);
    }

    /// <summary>A registry with nothing in it.</summary>
    public Task<RegistryServer> StartEmptyAsync(CancellationToken cancellationToken) =>
        StartAsync(new RegistryOptions(), account: null, cancellationToken);

    /// <summary>A cluster whose nodes pull from the registries that run.</summary>
    public Task<ApiServer> StartApiAsync(CancellationToken cancellationToken) => ApiServer.StartAsync(
        new ApiServerOptions { RunWorkloads = true, CanPull = Images.CanPullAsync }, cancellationToken);

    /// <summary>With all that it had, at the same address.</summary>
    public async Task RestartSourceAsync(CancellationToken cancellationToken) =>
        Source = await StartAsync(
            new RegistryOptions { DataFolder = _data.FullName, Port = Source.Address.Port }, account: null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers)) await server.DisposeAsync();
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task StopAsync(IAsyncDisposable server)
    {
        _servers.Remove(server);
        await server.DisposeAsync();
    }

    private async Task StartRegistriesAsync(CancellationToken cancellationToken)
    {
        var shop = new RegistryAccount("shop", NewPassword());
        Source = await StartAsync(
            new RegistryOptions { Quirks = Unhurried, DataFolder = _data.FullName }, account: null, cancellationToken);
        Private = await StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [shop], Quirks = Unhurried }, shop, cancellationToken);
        Target = await StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [Backup] }, Backup, cancellationToken);
        await SampleCatalog.PutAsync(Source.Samples, cancellationToken);
        await PutAsync(Source, "shop/media", "1.0", new SampleLayer("videos", 32 * Mebibyte), cancellationToken);
        await PutAsync(Private, "billing/api", "3.1", new SampleLayer("invoices", 4 * Mebibyte), cancellationToken);
        Manifests = new DemoManifests(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SOURCE"] = Source.Host,
            ["PRIVATE"] = Private.Host,
            ["PRIVATE_PASSWORD"] = shop.Password,
            ["TARGET"] = Target.Host,
            ["TARGET_PASSWORD"] = Backup.Password,
        });
    }

    private async Task<RegistryServer> StartAsync(RegistryOptions options, RegistryAccount? account, CancellationToken cancellationToken)
    {
        var registry = await RegistryServer.StartAsync(options, cancellationToken);
        _servers.Add(registry);
        Images.Add(registry, account);
        return registry;
    }

    private static Task<SampleManifest> PutAsync(
        RegistryServer registry, string repository, string tag, SampleLayer layer, CancellationToken cancellationToken) =>
        new SampleRepository(registry.Samples, repository).ImageAsync(new SampleImage(layer), tag, cancellationToken);

    private static string NewPassword() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}
