using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Nodes;

public sealed class NodePlatformCacheTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Platforms_are_those_of_the_labels_and_are_read_again_after_a_while()
    {
        await NodeAsync("a", "amd64");
        await NodeAsync("b", "arm64");
        await NodeAsync("c", "amd64");
        using var cache = new NodePlatformCache(cluster.Client, _time, NullLogger<NodePlatformCache>.Instance);

        Assert.Equal(["linux/amd64", "linux/arm64"], await PlatformsAsync(cache));

        await NodeAsync("c", "s390x");
        Assert.Equal(["linux/amd64", "linux/arm64"], await PlatformsAsync(cache));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(["linux/amd64", "linux/arm64", "linux/s390x"], await PlatformsAsync(cache));
    }

    [Fact]
    public async Task Nodes_that_may_not_be_read_are_asked_for_again_soon()
    {
        await cluster.Client.CreateAsync(
            new V1ServiceAccount { Metadata = new() { Name = "nobody", NamespaceProperty = LiveCluster.Namespace } }, Bound.Token());
        using var client = cluster.ClientOf("nobody");
        using var cache = new NodePlatformCache(client, _time, NullLogger<NodePlatformCache>.Instance);

        Assert.Null(await cache.GetAsync(Bound.Token()));

        await ApplyAsync(new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole"), "nodes", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: nodes}
            rules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]
            """);
        await ApplyAsync(new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding"), "nodes", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: nodes}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nodes}
            subjects: [{kind: ServiceAccount, namespace: default, name: nobody}]
            """);
        Assert.Null(await cache.GetAsync(Bound.Token()));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await cache.GetAsync(Bound.Token()));
    }

    private static async Task<IEnumerable<string>> PlatformsAsync(NodePlatformCache cache) =>
        (await cache.GetAsync(Bound.Token()))!.Select(platform => platform.ToString());

    private Task NodeAsync(string name, string architecture) => ApplyAsync(NodePlatforms.Resource, name, $$"""
        apiVersion: v1
        kind: Node
        metadata:
          name: {{name}}
          labels: {kubernetes.io/os: linux, kubernetes.io/arch: {{architecture}} }
        """);

    private async Task ApplyAsync(ApiResource resource, string name, string yaml) => await cluster.Client.PatchAsync(
        ResourceType.Metadata(resource, cluster.Client.Json),
        name,
        null,
        Patch.Apply((JsonObject)Yaml.Parse(yaml)!) with { FieldManager = "test" },
        null,
        Bound.Token());
}
