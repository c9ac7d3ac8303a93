using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Patching;

namespace ImageCloneOperator.Kubernetes.Tests;

/// <summary>The secrets that tests make, change and delete as the cluster's administrator.</summary>
internal static class SecretsOfCluster
{
    public static Task<Secret> CreateAsync(this LiveCluster cluster, string name, Action<Secret>? change = null)
    {
        var secret = new Secret { Metadata = new ObjectMeta { Name = name, Namespace = LiveCluster.Namespace } };
        change?.Invoke(secret);
        return cluster.Client.CreateAsync(secret, CancellationToken.None);
    }

    public static Task<Secret> SecretAsync(this LiveCluster cluster, string @namespace, string name) => cluster.Client.CreateAsync(
        new Secret { Metadata = new() { Name = name, Namespace = @namespace }, Data = new() { ["key"] = [1, 2, 3] } },
        CancellationToken.None);

    public static Task<Secret> AnnotateAsync(this LiveCluster cluster, string name, string value)
    {
        var annotations = new JsonObject { ["note"] = value };
        var patch = Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } });
        return cluster.Client.PatchAsync<Secret>(name, LiveCluster.Namespace, patch, null, CancellationToken.None);
    }

    public static Task DeleteAsync(this LiveCluster cluster, string name) =>
        cluster.Client.DeleteAsync<Secret>(name, LiveCluster.Namespace, null, CancellationToken.None);

    public static Task<Secret?> GetAsync(this LiveCluster cluster, string name) => cluster.GetAsync<Secret>(name);
}
