using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>
/// A workload as the API server has it now, with all of its fields: what is written is decided on this, never on what a cache remembers.
/// </summary>
internal sealed record UnstructuredWorkload(JsonObject Json, Workload Workload)
{
    public bool HasAnnotations => Json["metadata"]?["annotations"] is not null;

    /// <summary>One of the operator's own annotations.</summary>
    public string? Annotation(string name) => Workload.Annotations.GetValueOrDefault(name);

    /// <summary>Null when there is none of that name.</summary>
    public static async Task<UnstructuredWorkload?> ReadAsync(
        IKubernetesClient client, WorkloadKey key, CancellationToken cancellationToken) =>
        await client.GetAsync(TypeOf(key.Type, client), key.Name, key.Namespace, cancellationToken) is { } json
            ? Of(key.Type, json, client.Json)
            : null;

    /// <returns>The workload as it is after the patch.</returns>
    public static async Task<UnstructuredWorkload> PatchAsync(
        IKubernetesClient client, WorkloadKey key, Kubernetes.Patching.Patch patch, CancellationToken cancellationToken) =>
        Of(
            key.Type,
            await client.PatchAsync(TypeOf(key.Type, client), key.Name, key.Namespace, patch, subresource: null, cancellationToken),
            client.Json);

    public static UnstructuredWorkload Of(WorkloadType type, JsonObject json, ObjectJson kubernetes) =>
        new(json, json.Deserialize(WorkloadResource.Of(type, kubernetes).Json)!);

    private static ResourceType<JsonObject> TypeOf(WorkloadType type, IKubernetesClient client) =>
        ResourceType.Unstructured(WorkloadResource.Of(type), client.Json);
}
