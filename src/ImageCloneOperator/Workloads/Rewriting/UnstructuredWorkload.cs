using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>A workload as the API server has it now, with all of its fields: what is written is decided on this, never on what a cache remembers.</summary>
internal sealed record UnstructuredWorkload(JsonObject Json, ObjectMeta Metadata, WorkloadInfo Info)
{
    public string? Annotation(string name) => Metadata.Annotations?.GetValueOrDefault(name);

    /// <summary>Null when there is none of that name.</summary>
    public static async Task<UnstructuredWorkload?> ReadAsync<T>(IKubernetesClient client, string name, string? @namespace, CancellationToken cancellationToken)
        where T : class, IWorkload =>
        await client.GetAsync(ResourceType.Unstructured(ApiResource.Of<T>(), client.Json), name, @namespace, cancellationToken) is { } json
            ? Of<T>(json)
            : null;

    public static UnstructuredWorkload Of<T>(JsonObject json)
        where T : class, IWorkload
    {
        var workload = json.Deserialize(KubernetesJson.Default.TypeInfo<T>())!;
        return new UnstructuredWorkload(json, workload.Metadata, WorkloadReader.Read(workload, ApiResource.Of<T>().Kind));
    }
}
