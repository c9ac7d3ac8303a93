using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Client;

/// <summary>
/// The Kubernetes API for every type that carries <see cref="KubernetesEntityAttribute"/>. All calls throw <see cref="KubernetesApiException"/> for what
/// the server answers and <see cref="KubernetesConnectionException"/> when it does not. A namespace is null for cluster-scoped kinds.
/// </summary>
public interface IKubernetesClient
{
    /// <summary>The object, or null when the server has none of that name.</summary>
    Task<T?> GetAsync<T>(string name, string? @namespace, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <summary>The whole object as the server has it, with its managedFields and all that the type does not model; null when there is none of that name.</summary>
    Task<JsonObject?> GetJsonAsync<T>(string name, string? @namespace, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <summary>One page of a list; ask again with <see cref="ListOptions.Continue"/> for the next.</summary>
    Task<KubernetesList<T>> ListAsync<T>(ListOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <summary>
    /// The changes since <see cref="WatchOptions.ResourceVersion"/>, until the server ends the watch. An ERROR event is thrown as
    /// <see cref="KubernetesApiException"/>; a lost connection as <see cref="KubernetesConnectionException"/>.
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(WatchOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <summary>
    /// Replaces the object, refused with a conflict when its resourceVersion is no longer the current one. Only for types that model every field of
    /// their kind: fields that a partial model lacks would be removed. Patch those.
    /// </summary>
    Task<T> UpdateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <summary>Replaces the status alone; the same rules as for <see cref="UpdateAsync{T}"/>.</summary>
    Task<T> UpdateStatusAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <summary>Deletes the object; one that is already gone is a success.</summary>
    Task DeleteAsync<T>(string name, string? @namespace, DeleteOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;

    /// <param name="subresource">Such as <c>status</c>; null for the object itself.</param>
    Task<T> PatchAsync<T>(string name, string? @namespace, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject;
}
