using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;

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
        where T : class, IKubernetesObject
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
