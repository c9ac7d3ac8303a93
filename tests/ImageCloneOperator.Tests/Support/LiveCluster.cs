using System.Text.Json.Nodes;
using ImageCloneOperator.Commands;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Planning;
using ImageCloneOperator.Tests.Commands;

namespace ImageCloneOperator.Tests.Support;

/// <summary>An API server of its own that knows our kinds, for the real program to talk to.</summary>
public sealed class LiveCluster : IAsyncLifetime
{
    private readonly string _kubeconfig = Path.GetTempFileName();

    public ApiServer Server { get; private set; } = null!;

    public KubernetesClient Client { get; private set; } = null!;

    public KubernetesClientConfiguration Configuration => KubernetesClientConfiguration.FromFile(_kubeconfig);

    public async Task InitializeAsync()
    {
        Server = await ApiServer.StartAsync();
        await File.WriteAllTextAsync(_kubeconfig, Server.AdminKubeconfig);
        Client = ClusterClient.Create(Configuration);
        foreach (var crd in Directory.GetFiles(Checkout.PathOf("config", "crds"), "imageclone.dev_*.yaml"))
            await ApplyAsync<CustomResourceDefinition>(await File.ReadAllTextAsync(crd));
        await Eventually.True(async () =>
            (await Client.GetAsync<CustomResourceDefinition>("imagebackups.imageclone.dev", null, CancellationToken.None))
                ?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) is true);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    public async Task<T> ApplyAsync<T>(string yaml)
        where T : class, IKubernetesObject
    {
        using var text = new StringReader(yaml);
        var json = (JsonObject)YamlJson.Read(text).Single()!;
        var metadata = json["metadata"]!;
        var patch = Patch.Apply(json) with { FieldManager = "test" };
        return await Client.PatchAsync<T>((string)metadata["name"]!, (string?)metadata["namespace"], patch, null, CancellationToken.None);
    }

    public Task<T?> GetAsync<T>(string name, string? @namespace = "default")
        where T : class, IKubernetesObject => Client.GetAsync<T>(name, @namespace, CancellationToken.None);

    /// <summary>Runs a command of the program as the cluster's administrator.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        OperatorProgram.RunAsync(new Dictionary<string, string> { ["KUBECONFIG"] = _kubeconfig }, arguments);
}
