using ImageCloneOperator.DevCluster.Registry.Samples;
using ImageCloneOperator.Tests.Shared;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>One cluster, one operator and two real registries, which all tests share; each works in a namespace of its own.</summary>
public sealed class World : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-");
    private static readonly HttpClient Http = new();

    internal TestCluster Cluster { get; private set; } = null!;

    internal Kubectl Kubectl => Cluster.Kubectl;

    internal DockerRegistry Source { get; private set; } = null!;

    internal DockerRegistry Target { get; private set; } = null!;

    internal OperatorProcess Operator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Source = await DockerRegistry.StartAsync();
        Target = await DockerRegistry.StartAsync();
        Cluster = await TestCluster.StartAsync(_folder.FullName);
        Operator = new OperatorProcess(await Cluster.InstallAsync(_folder.FullName), "--log-format", "console");
        await Operator.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Kubectl.RunAsync("delete", "backuppolicies", "--all", "--wait", "--timeout=60s");
        await Operator.DisposeAsync();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        if (Cluster.Dev is { } dev) await dev.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Pushes an image to the source.</summary>
    /// <returns>Its digest.</returns>
    internal async Task<string> PushAsync(string repository, string tag, params IReadOnlyList<SampleLayer> layers)
    {
        var samples = new SampleRepository(new HttpSampleTarget(new HttpClient { BaseAddress = Source.Address }), repository);
        var image = await samples.ImageAsync(new SampleImage(layers is [] ? [new SampleLayer($"{repository}:{tag}", 20_000)] : layers), tag);
        return image.Digest;
    }

    /// <summary>What a registry has under a tag; null where it has nothing.</summary>
    internal async Task<string?> DigestAsync(DockerRegistry registry, string repository, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(registry.Address, $"v2/{repository}/manifests/{tag}"));
        request.Headers.TryAddWithoutValidation("Accept", $"{SampleMediaTypes.OciManifest}, {SampleMediaTypes.OciIndex}");
        using var answer = await Http.SendAsync(request);
        return answer.IsSuccessStatusCode ? answer.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }
}
