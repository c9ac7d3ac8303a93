using ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>One cluster, one operator and two real registries, which all tests share; each works in a namespace of its own.</summary>
internal sealed class World
{
    private static readonly HttpClient Http = new();

    private static Lazy<Task<World>> _shared = new(StartAsync);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-");

    private World()
    {
    }

    public LiveCluster Cluster { get; private set; } = null!;

    public Kubectl Kubectl => Cluster.Kubectl;

    public RegistryProcess Source { get; private set; } = null!;

    public RegistryProcess Target { get; private set; } = null!;

    public OperatorProcess Operator { get; private set; } = null!;

    public WebhookInstallation Webhooks { get; private set; } = null!;

    public Place Place => new(Kubectl, Source.Host, Target.Host);

    public static Task<World> SharedAsync() => _shared.Value;

    public static async Task EndAsync()
    {
        var shared = Interlocked.Exchange(ref _shared, new Lazy<Task<World>>(StartAsync));
        if (shared.IsValueCreated) await (await shared.Value).StopAsync();
    }

    private static async Task<World> StartAsync()
    {
        var world = new World
        {
            Source = await DockerRegistry.StartAsync(),
            Target = await DockerRegistry.StartAsync(),
        };
        world.Cluster = await LiveCluster.GivenOrOwnAsync(new ApiServerOptions { RunWorkloads = true });
        world.Operator = new OperatorProcess(
            await OperatorInstallation.InstallAsync(world.Kubectl, world._folder.FullName),
            "--log-format", "console", "--max-concurrent-copies", "16", "--webhook-bind-address", ":0");
        await world.Operator.StartAsync();
        world.Webhooks = await WebhookInstallation.InstallAsync(world.Kubectl, await world.Operator.WebhookPortAsync());
        return world;
    }

    private async Task StopAsync()
    {
        await Webhooks.DisposeAsync();
        await Operator.TerminateAsync();
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "operator.log"), Operator.Log);
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public SampleRepository Samples(RegistryProcess registry, string repository) =>
        new(new HttpSampleTarget(new HttpClient { BaseAddress = registry.Address }), repository);

    /// <summary>Pushes an image to the source.</summary>
    /// <returns>Its digest.</returns>
    public Task<string> PushAsync(string repository, string tag, params IReadOnlyList<SampleLayer> layers) =>
        PushAsync(Source, repository, tag, layers);

    /// <inheritdoc cref="PushAsync(string, string, IReadOnlyList{SampleLayer})"/>
    public async Task<string> PushAsync(RegistryProcess registry, string repository, string tag, params IReadOnlyList<SampleLayer> layers)
    {
        var image = new SampleImage(layers is [] ? [new SampleLayer($"{repository}:{tag}", 20_000)] : layers);
        return (await Samples(registry, repository).ImageAsync(image, tag)).Digest;
    }

    /// <summary>What a registry has under a tag; null where it has nothing.</summary>
    public async Task<string?> DigestAsync(RegistryProcess registry, string repository, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(registry.Address, $"v2/{repository}/manifests/{tag}"));
        request.Headers.TryAddWithoutValidation("Accept", $"{SampleMediaTypes.OciManifest}, {SampleMediaTypes.OciIndex}");
        using var answer = await Http.SendAsync(request);
        return answer.IsSuccessStatusCode ? answer.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }
}
