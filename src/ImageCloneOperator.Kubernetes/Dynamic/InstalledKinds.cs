using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>Kinds that a CustomResourceDefinition brings, and may take away.</summary>
public static class InstalledKinds
{
    private static readonly ApiResource Definitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition");

    /// <summary>All objects of such a kind; none where the kind is not installed.</summary>
    public static Task<List<T>> ListInstalledAsync<T>(this IKubernetesClient client, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.ListInstalledAsync(client.TypeOf<T>(), cancellationToken);

    /// <inheritdoc cref="ListInstalledAsync{T}(IKubernetesClient, CancellationToken)"/>
    public static async Task<List<T>> ListInstalledAsync<T>(
        this IKubernetesClient client, ResourceType<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await client.ListAllAsync(type, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        }
        catch (KubernetesApiException unknown) when (unknown.IsNotFound)
        {
            return [];
        }
    }

    /// <summary>The kind is not there, or is being deleted: then its objects go too, though they may not be marked yet.</summary>
    public static async Task<bool> IsKindGoingAsync<T>(this IKubernetesClient client, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var type = ResourceType.Metadata(Definitions, client.Json);
        return await client.GetAsync(type, ApiResource.Of<T>().Name, null, cancellationToken) is not { Metadata.DeletionTimestamp: null };
    }
}
