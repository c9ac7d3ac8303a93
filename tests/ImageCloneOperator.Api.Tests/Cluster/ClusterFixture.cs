using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.Api.Tests.Cluster;

/// <summary>A cluster with our CRDs: the one that KUBECONFIG names, else one in memory.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private ApiServer? _server;

    internal Kubectl Kubectl { get; private set; } = new("");

    public async Task InitializeAsync()
    {
        if (KubectlOnPath.Missing is not null) return;

        Kubectl = new(Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } given ? given : await StartAsync());
        await Kubectl.RunAsync("apply", "-k", Checkout.PathOf("config", "crds"));
        await Kubectl.RunAsync("apply", "-f", Checkout.PathOf("config", "manager", "namespace.yaml"));
        await Kubectl.WaitAsync("crd/backuppolicies.imageclone.dev", "condition=Established");
        await Kubectl.WaitAsync("crd/imagebackups.imageclone.dev", "condition=Established");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        File.Delete(_file);
    }

    private async Task<string> StartAsync()
    {
        _server = await ApiServer.StartAsync();
        await File.WriteAllTextAsync(_file, _server.AdminKubeconfig);
        return _file;
    }
}
