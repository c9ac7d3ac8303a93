using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests;

/// <summary>The secrets that tests make, change and delete as the cluster's administrator.</summary>
internal static class SecretsOfCluster
{
    public static Task<V1Secret> CreateAsync(this LiveCluster cluster, string name, Action<V1Secret>? change = null)
    {
        var secret = new V1Secret { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = LiveCluster.Namespace } };
        change?.Invoke(secret);
        return cluster.Client.CreateAsync(secret, CancellationToken.None);
    }

    public static Task<V1Secret> SecretAsync(this LiveCluster cluster, string @namespace, string name) => cluster.Client.CreateAsync(
        new V1Secret
        {
            Metadata = new() { Name = name, NamespaceProperty = @namespace },
            Data = new Dictionary<string, byte[]> { ["key"] = [1, 2, 3] },
        },
        CancellationToken.None);

    public static Task<V1Secret> AnnotateAsync(this LiveCluster cluster, string name, string value)
    {
        var annotations = new JsonObject { ["note"] = value };
        var patch = Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } });
        return cluster.Client.PatchAsync<V1Secret>(name, LiveCluster.Namespace, patch, null, CancellationToken.None);
    }

    public static Task DeleteAsync(this LiveCluster cluster, string name) =>
        cluster.Client.DeleteAsync<V1Secret>(name, LiveCluster.Namespace, null, CancellationToken.None);

    public static Task<V1Secret?> GetAsync(this LiveCluster cluster, string name) => cluster.GetAsync<V1Secret>(name);
}
