using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Transport;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>
/// The Kubernetes API for every kind, known by its <see cref="ResourceType{T}"/>; see <see cref="KubernetesClientExtensions"/> for kinds
/// that are C# types. All calls throw <see cref="KubernetesApiException"/> for what the server answers and
/// <see cref="KubernetesConnectionException"/> when it does not. A namespace is null for cluster-scoped kinds.
/// </summary>
public interface IKubernetesClient
{
    /// <summary>
    /// The official client's operations on its own kinds; here and below, over the same connections and with the same errors.
    /// </summary>
    ICoreV1Operations CoreV1 { get; }

    /// <inheritdoc cref="CoreV1"/>
    ICoordinationV1Operations CoordinationV1 { get; }

    /// <inheritdoc cref="CoreV1"/>
    IEventsV1Operations EventsV1 { get; }

    /// <inheritdoc cref="CoreV1"/>
    IAdmissionregistrationV1Operations AdmissionregistrationV1 { get; }

    /// <summary>The types that this client reads and writes.</summary>
    ObjectJson Json { get; }

    /// <summary>The object, or null when the server has none of that name.</summary>
    Task<T?> GetAsync<T>(ResourceType<T> type, string name, string? @namespace, CancellationToken cancellationToken)
        where T : class;

    /// <summary>One page of a list; ask again with <see cref="ListOptions.Continue"/> for the next.</summary>
    Task<ListPage<T>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// The changes since <see cref="WatchOptions.ResourceVersion"/>, until the server ends the watch. An ERROR event is thrown as
    /// <see cref="KubernetesApiException"/>; a lost connection as <see cref="KubernetesConnectionException"/>.
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType<T> type, WatchOptions options, CancellationToken cancellationToken)
        where T : class;

    Task<T> CreateAsync<T>(ResourceType<T> type, T item, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Replaces the object, refused with a conflict when its resourceVersion is no longer the current one. Only for types that model every
    /// field of their kind: fields that a partial model lacks would be removed. Patch those.
    /// </summary>
    Task<T> UpdateAsync<T>(ResourceType<T> type, T item, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Deletes the object; one that is already gone is a success.</summary>
    Task DeleteAsync<T>(
        ResourceType<T> type, string name, string? @namespace, V1DeleteOptions? options, CancellationToken cancellationToken)
        where T : class;

    /// <param name="subresource">Such as <c>status</c>; null for the object itself.</param>
    Task<T> PatchAsync<T>(
        ResourceType<T> type, string name, string? @namespace, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : class;
}
