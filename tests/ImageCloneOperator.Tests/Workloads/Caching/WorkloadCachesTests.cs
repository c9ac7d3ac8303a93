using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Workloads.Caching;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Workloads.Caching;

public sealed class WorkloadCachesTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private static readonly WorkloadType ReplicaSet =
        WorkloadTypes.Deployment with { Plural = "replicasets", Kind = "ReplicaSet", PodOwner = null };

    [Fact]
    public async Task A_kind_added_while_others_are_watched_is_watched_too()
    {
        var ns = await cluster.NamespaceAsync();
        using var meters = new TestMeters();
        var caches = new WorkloadCaches(cluster.Client, TimeProvider.System, new CacheMetrics(meters), NullLogger<WorkloadCaches>.Instance);
        using var stop = new CancellationTokenSource();
        var running = caches.RunAsync(stop.Token);
        await caches.WaitForSyncAsync(Bound.Token());
        var told = new List<WorkloadKey>();
        using var subscription = caches.Subscribe(change =>
        {
            lock (told) told.Add(change.Object.Key);
        });

        caches.Add(ReplicaSet);
        await Eventually.True(() => caches.HasSynced(ReplicaSet));
        await cluster.ApplyAsync<Deployment>(Manifest("Deployment", ns));
        await cluster.Client.PatchAsync(
            ResourceType.Metadata(WorkloadResource.Of(ReplicaSet), cluster.Client.Json),
            "web",
            ns,
            Patch.Apply((JsonObject)Yaml.Parse(Manifest("ReplicaSet", ns))!),
            null,
            Bound.Token());

        WorkloadKey[] keys = [new(WorkloadTypes.Deployment, ns, "web"), new(ReplicaSet, ns, "web")];
        await Eventually.True(() => Array.TrueForAll(keys, key => caches.Find(key) is not null));
        await Eventually.True(() =>
        {
            lock (told) return Array.TrueForAll(keys, told.Contains);
        });
        Assert.Equal(keys, caches
            .Using("docker.io/library/nginx:1")
            .Where(workload => workload.Key.Namespace == ns)
            .Select(workload => workload.Key)
            .Order());

        await stop.CancelAsync();
        await running;
    }

    private static string Manifest(string kind, string ns) => $$$"""
        apiVersion: apps/v1
        kind: {{{kind}}}
        metadata: {name: web, namespace: {{{ns}}}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: main, image: nginx:1}]}
        """;
}
