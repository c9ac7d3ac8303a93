using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Removal;
using ImageCloneOperator.Testing.Entities;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Removal;

public sealed class RemovalOnStopTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const string Held = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: held
          namespace: default
          finalizers: [imageclone.dev/backup-protection]
          annotations: {imageclone.dev/original-images: '{"app":"nginx:1.27"}'}
        spec:
          selector: {matchLabels: {app: x}}
          template:
            metadata: {labels: {app: x}}
            spec: {containers: [{name: app, image: 'r.io/docker.io/library/nginx:1.27'}]}
        """;

    [Fact]
    public async Task Stop_alone_leaves_everything_as_it_is()
    {
        await NamespaceAsync("staying");
        await cluster.ApplyAsync<Deployment>(Held);

        await StopAsync("staying");

        Assert.NotEmpty((await WorkloadAsync()).Metadata.Finalizers ?? []);
    }

    /// <summary>Images stay: without its namespace alone the operator may come back, and a rollout would be for nothing.</summary>
    [Fact]
    public async Task Stop_in_a_namespace_that_goes_lets_deletions_go_and_leaves_images()
    {
        await NamespaceAsync("going");
        await cluster.ApplyAsync<Deployment>(Held);
        await cluster.Client.DeleteAsync<V1Namespace>("going", null, null, Bound.Token());

        await StopAsync("going");

        var workload = await WorkloadAsync();
        Assert.Empty(workload.Metadata.Finalizers ?? []);
        Assert.NotNull(workload.Metadata.Annotation("imageclone.dev/original-images"));
    }

    private Task<V1Namespace> NamespaceAsync(string name) => cluster.ApplyAsync<V1Namespace>(
        $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}, finalizers: [example.com/waits]}}}}");

    private Task StopAsync(string operatorNamespace) => new RemovalOnStop(
        cluster.Client, operatorNamespace, TimeProvider.System, NullLogger<RemovalOnStop>.Instance).StopAsync(Bound.Token());

    private async Task<Deployment> WorkloadAsync() => (await cluster.GetAsync<Deployment>("held"))!;
}
