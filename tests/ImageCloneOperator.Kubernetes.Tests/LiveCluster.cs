using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Tests;

/// <summary>An API server of its own for each test class instance, and a client of its administrator.</summary>
public sealed class LiveCluster : IAsyncLifetime
{
    public const string Namespace = "default";

    private readonly string _kubeconfig = Path.GetTempFileName();

    public ApiServer Server { get; private set; } = null!;

    public KubernetesClientConfiguration Configuration { get; private set; } = null!;

    public KubernetesClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ApiServer.StartAsync();
        Configuration = Configure(Server.AdminKubeconfig);
        Client = NewClient(Configuration);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    /// <summary>A client that a ServiceAccount may use.</summary>
    public KubernetesClient ClientOf(string serviceAccount) => NewClient(Configure(Server.ServiceAccountKubeconfig(serviceAccount)));

    public Task<Secret> CreateAsync(string name, Action<Secret>? change = null)
    {
        var secret = new Secret { Metadata = new ObjectMeta { Name = name, Namespace = Namespace } };
        change?.Invoke(secret);
        return Client.CreateAsync(secret, CancellationToken.None);
    }

    /// <summary>A new namespace, for tests that share the server.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"ns-{Guid.NewGuid():N}";
        await Client.CreateAsync(new Kubernetes.Entities.Namespace { Metadata = new() { Name = name } }, CancellationToken.None);
        return name;
    }

    public Task<Secret> SecretAsync(string @namespace, string name) => Client.CreateAsync(
        new Secret { Metadata = new() { Name = name, Namespace = @namespace }, Data = new() { ["key"] = [1, 2, 3] } },
        CancellationToken.None);

    public Task<Secret> AnnotateAsync(string name, string value)
    {
        var annotations = new JsonObject { ["note"] = value };
        var patch = Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } });
        return Client.PatchAsync<Secret>(name, Namespace, patch, null, CancellationToken.None);
    }

    public Task DeleteAsync(string name) => Client.DeleteAsync<Secret>(name, Namespace, null, CancellationToken.None);

    public Task<Secret?> GetAsync(string name) => Client.GetAsync<Secret>(name, Namespace, CancellationToken.None);

    private static KubernetesClient NewClient(KubernetesClientConfiguration configuration) =>
        new(configuration, new KubernetesClientOptions { MaxRetries = 0 });

    private KubernetesClientConfiguration Configure(string kubeconfig)
    {
        File.WriteAllText(_kubeconfig, kubeconfig);
        return KubernetesClientConfiguration.FromFile(_kubeconfig);
    }
}
