using System.Runtime.CompilerServices;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Transport;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>The API of kinds that are C# types with a <see cref="KubernetesEntityAttribute"/>.</summary>
public static class KubernetesClientExtensions
{
    /// <summary>What a read finds, or null when the server has none of that name.</summary>
    public static async Task<T?> OrNoneAsync<T>(this Task<T> read)
        where T : class
    {
        try
        {
            return await read;
        }
        catch (KubernetesApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc cref="IKubernetesClient.GetAsync"/>
    public static Task<T?> GetAsync<T>(this IKubernetesClient client, string name, string? @namespace, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.GetAsync(client.TypeOf<T>(), name, @namespace, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.ListAsync"/>
    public static Task<ListPage<T>> ListAsync<T>(
        this IKubernetesClient client, ListOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.ListAsync(client.TypeOf<T>(), options, cancellationToken);

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
        where T : class, IKubernetesObject<V1ObjectMeta> => client.ListAllAsync(client.TypeOf<T>(), metadataOnly: false, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.WatchAsync"/>
    public static IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        this IKubernetesClient client, WatchOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.WatchAsync(client.TypeOf<T>(), options, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.CreateAsync"/>
    public static Task<T> CreateAsync<T>(this IKubernetesClient client, T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.CreateAsync(client.TypeOf<T>(), entity, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.UpdateAsync"/>
    public static Task<T> UpdateAsync<T>(this IKubernetesClient client, T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => client.UpdateAsync(client.TypeOf<T>(), entity, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.DeleteAsync"/>
    public static Task DeleteAsync<T>(
        this IKubernetesClient client, string name, string? @namespace, V1DeleteOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.DeleteAsync(client.TypeOf<T>(), name, @namespace, options, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.PatchAsync"/>
    public static Task<T> PatchAsync<T>(
        this IKubernetesClient client,
        string name,
        string? @namespace,
        Patch patch,
        string? subresource,
        CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.PatchAsync(client.TypeOf<T>(), name, @namespace, patch, subresource, cancellationToken);

    public static ResourceType<T> TypeOf<T>(this IKubernetesClient client)
        where T : class, IKubernetesObject<V1ObjectMeta> => ResourceType.Of<T>(client.Json);
}
