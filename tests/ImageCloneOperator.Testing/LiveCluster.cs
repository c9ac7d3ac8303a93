using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.KubeApi.Objects;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Testing;

/// <summary>A dev cluster in this process that knows our kinds, or the cluster that KUBECONFIG names, as it is.</summary>
public sealed class LiveCluster : IAsyncLifetime
{
    public const string Namespace = "default";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("live-cluster-");
    private readonly ApiServerOptions _options;
    private KubernetesClient? _client;

    public LiveCluster()
        : this(new ApiServerOptions())
    {
    }

    private LiveCluster(ApiServerOptions options)
    {
        _options = options;
        KubeconfigPath = FileOf("admin.kubeconfig");
    }

    private LiveCluster(string kubeconfigPath)
        : this() => KubeconfigPath = kubeconfigPath;

    /// <summary>Null on a cluster that is not ours to break.</summary>
    public ApiServer? Dev { get; private set; }

    public ApiServer Server => Dev ?? throw new InvalidOperationException("KUBECONFIG names a cluster that is not ours to break.");

    /// <summary>Of the administrator.</summary>
    public string KubeconfigPath { get; }

    public Kubectl Kubectl => new(KubeconfigPath);

    public ClusterConfiguration Configuration => ClusterConfiguration.FromFile(KubeconfigPath);

    /// <summary>Of the administrator.</summary>
    public KubernetesClient Client => _client ??= NewClient(Configuration);

    /// <summary>The cluster of KUBECONFIG, or where that is not set one in this process; without our kinds.</summary>
    public static async Task<LiveCluster> GivenOrOwnAsync(ApiServerOptions? options = null)
    {
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } given) return new LiveCluster(given);
        return await OwnAsync(options ?? new ApiServerOptions());
    }

    /// <summary>A cluster in this process, whatever KUBECONFIG says; without our kinds.</summary>
    public static async Task<LiveCluster> OwnAsync(ApiServerOptions options)
    {
        var cluster = new LiveCluster(options);
        await cluster.StartAsync();
        return cluster;
    }

    public async Task InitializeAsync()
    {
        await StartAsync();
        foreach (var crd in Directory.GetFiles(Checkout.PathOf("config", "crds"), "imageclone.dev_*.yaml"))
            await ApplyAsync<V1CustomResourceDefinition>(await File.ReadAllTextAsync(crd));
        await Eventually.True(async () => await IsEstablishedAsync("backuppolicies") && await IsEstablishedAsync("imagebackups"));
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (Dev is not null) await Dev.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A client that a ServiceAccount may use.</summary>
    public KubernetesClient ClientOf(string serviceAccount)
    {
        var kubeconfig = FileOf($"{serviceAccount}.kubeconfig");
        File.WriteAllText(kubeconfig, Server.ServiceAccountKubeconfig(serviceAccount));
        return NewClient(ClusterConfiguration.FromFile(kubeconfig));
    }

    public async Task<T> ApplyAsync<T>(string yaml)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var entity = (JsonObject)Yaml.Parse(yaml)!;
        var patch = Patch.Apply(entity) with { FieldManager = "test" };
        return await Client.PatchAsync<T>(entity.Name(), (string?)entity["metadata"]!["namespace"], patch, null, Bound.Token());
    }

    public Task<T?> GetAsync<T>(string name, string? @namespace = Namespace)
        where T : class, IKubernetesObject<V1ObjectMeta> => Client.GetAsync<T>(name, @namespace, Bound.Token());

    /// <summary>A new namespace, for tests that share the server.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"ns-{Guid.NewGuid():N}";
        await Client.CreateAsync(new V1Namespace { Metadata = new() { Name = name } }, Bound.Token());
        return name;
    }

    private async Task StartAsync()
    {
        Dev = await ApiServer.StartAsync(_options);
        await File.WriteAllTextAsync(KubeconfigPath, Dev.AdminKubeconfig);
    }

    private string FileOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task<bool> IsEstablishedAsync(string plural) =>
        (await GetAsync<V1CustomResourceDefinition>($"{plural}.imageclone.dev", null))
            ?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) is true;

    /// <summary>A failed request is the test's to see: it is not tried again.</summary>
    private static KubernetesClient NewClient(ClusterConfiguration configuration)
    {
        var options = new KubernetesClientOptions { FieldManager = WellKnown.FieldManager, MaxRetries = 0 };
        options.TypeInfoResolvers.Add(ApiJsonContext.Default);
        options.TypeInfoResolvers.Add(TestJsonContext.Default);
        return new KubernetesClient(configuration, options);
    }
}
