namespace ImageCloneOperator.Api.Tests.Cluster;

/// <summary>A cluster with our CRDs: the one that KUBECONFIG names, else one in memory.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private LiveCluster? _cluster;

    internal Kubectl Kubectl => _cluster!.Kubectl;

    public async Task InitializeAsync()
    {
        if (KubectlOnPath.Missing is not null) return;

        _cluster = await LiveCluster.GivenOrOwnAsync();
        await Kubectl.InstallKindsAsync();
    }

    public Task DisposeAsync() => _cluster?.DisposeAsync() ?? Task.CompletedTask;
}
