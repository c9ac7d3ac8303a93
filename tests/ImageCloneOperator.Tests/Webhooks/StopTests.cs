using System.Net.Http.Json;
using k8s.Models;

namespace ImageCloneOperator.Tests.Webhooks;

public sealed class StopTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task A_replica_that_is_told_to_stop_goes_on_answering_until_nobody_asks_it_any_more()
    {
        await cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: image-clone-system}}");
        await using var app = await OperatorHost.StartAsync(cluster);
        using var http = await OperatorHost.ClientAsync(cluster, app);

        var stop = app.StopAsync();
        using var answer = await http.PostAsync(
            new Uri(OperatorHost.Webhooks(app), "/mutate-pods"), JsonContent.Create(Reviews.OfPod(Reviews.Pod("nginx"))));

        Assert.True(answer.IsSuccessStatusCode);
        await stop;
    }
}
