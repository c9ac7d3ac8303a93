using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>The kinds of workloads as the client knows them.</summary>
internal static class WorkloadResource
{
    public static ApiResource Of(WorkloadType type) => new(type.Group, type.Version, type.Plural, type.Kind);

    /// <summary>Reads workloads of the kind.</summary>
    public static ResourceType<Workload> Of(WorkloadType type, ObjectJson json) => new(
        Of(type),
        JsonMetadataServices.CreateValueInfo<Workload>(json.Options, new WorkloadConverter(type, json)),
        workload => new ObjectIdentity(new EntityKey(workload.Key.Namespace, workload.Key.Name), workload.Uid, workload.ResourceVersion));

    public static V1ObjectReference Reference(this Workload workload) => new()
    {
        ApiVersion = workload.Key.Type.ApiVersion,
        Kind = workload.Key.Kind,
        NamespaceProperty = workload.Key.Namespace,
        Name = workload.Key.Name,
        Uid = workload.Uid,
    };
}
