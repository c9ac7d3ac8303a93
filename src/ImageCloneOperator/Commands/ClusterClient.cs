using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using k8s;
using k8s.Models;
using KubernetesClientConfiguration = ImageCloneOperator.Kubernetes.Configuration.KubernetesClientConfiguration;

namespace ImageCloneOperator.Commands;

/// <summary>The cluster, for commands that look at it once and end.</summary>
internal static class ClusterClient
{
    public static KubernetesClient Create(KubernetesClientConfiguration cluster)
    {
        var options = new KubernetesClientOptions { FieldManager = WellKnown.FieldManager };
        options.TypeInfoResolvers.Add(ApiJsonContext.Default);
        return new KubernetesClient(cluster, options);
    }

    /// <summary>All objects of one of our kinds; none where the kind is not installed.</summary>
    public static async Task<List<T>> ListInstalledAsync<T>(this IKubernetesClient client, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await client.ListAllAsync<T>(cancellationToken).ToListAsync(cancellationToken);
        }
        catch (KubernetesApiException unknown) when (unknown.IsNotFound)
        {
            return [];
        }
    }
}
