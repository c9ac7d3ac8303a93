using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Transport;

public sealed class FaultTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private readonly KubernetesClient _client = cluster.Client;

    [Fact]
    public async Task A_write_whose_answer_is_lost_fails_although_it_was_done()
    {
        var ns = await cluster.NamespaceAsync();
        cluster.Server.Faults.LoseResponse("create", "secrets");

        await Assert.ThrowsAsync<KubernetesConnectionException>(() => cluster.SecretAsync(ns, "s"));

        Assert.NotNull(await _client.GetAsync<V1Secret>("s", ns, Bound.Token()));
    }

    [Fact]
    public async Task A_watch_whose_connection_breaks_does_not_end_as_if_the_server_had_ended_it()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.SecretAsync(ns, "s");
        await using var watch = _client.WatchAsync<V1Secret>(new() { Namespace = ns }, Bound.Token()).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());

        cluster.Server.Faults.DropWatches("secrets");

        await Assert.ThrowsAsync<KubernetesConnectionException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task A_server_that_comes_back_is_used_again()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.StopAsync();
        var exception = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => _client.GetAsync<V1Namespace>(ns, null, Bound.Token()));
        await cluster.Server.ResumeAsync(Bound.Token());

        Assert.Contains(cluster.Server.Url.Authority, exception.Message, StringComparison.Ordinal);
        Assert.NotNull(await _client.GetAsync<V1Namespace>(ns, null, Bound.Token()));
    }

    [Fact]
    public async Task Client_without_rights_is_told_which_are_missing()
    {
        await _client.CreateAsync(
            new V1ServiceAccount { Metadata = new() { Name = "nobody", NamespaceProperty = LiveCluster.Namespace } }, Bound.Token());
        using var nobody = cluster.ClientOf("nobody");

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(
            () => nobody.ListAsync<V1Secret>(new() { Namespace = LiveCluster.Namespace }, Bound.Token()));

        Assert.True(exception.IsForbidden);
        Assert.Contains("cannot list resource \"secrets\"", exception.Message, StringComparison.Ordinal);
    }
}
