using System.Runtime.CompilerServices;
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

    /// <summary>All objects of a kind, page by page.</summary>
    public static async IAsyncEnumerable<T> ListAllAsync<T>(
        this IKubernetesClient client,
        ResourceType<T> type,
        bool metadataOnly = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        string? next = null;
        do
        {
            var page = await client.ListAsync(type, new ListOptions { Continue = next, MetadataOnly = metadataOnly }, cancellationToken);
            foreach (var item in page.Items) yield return item;
            next = page.Continue;
        }
        while (next is not null);
    }

    /// <inheritdoc cref="ListAllAsync{T}(IKubernetesClient, ResourceType{T}, bool, CancellationToken)"/>
    public static IAsyncEnumerable<T> ListAllAsync<T>(this IKubernetesClient client, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject => client.ListAllAsync(client.TypeOf<T>(), metadataOnly: false, cancellationToken);

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
