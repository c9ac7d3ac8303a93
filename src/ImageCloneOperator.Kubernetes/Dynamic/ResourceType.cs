using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>The ways to read a kind.</summary>
public static class ResourceType
{
    /// <summary>As the C# type that carries its <see cref="KubernetesEntityAttribute"/>.</summary>
    public static ResourceType<T> Of<T>(ObjectJson json)
        where T : class, IKubernetesObject<V1ObjectMeta> => Of<T>(ApiResource.Of<T>(), json);

    /// <summary>Nothing but type and metadata, of any kind.</summary>
    public static ResourceType<PartialObjectMetadata> Metadata(ApiResource resource, ObjectJson json) =>
        Of<PartialObjectMetadata>(resource, json);

    /// <summary>The whole object as the server has it, with its managedFields and all that no type models.</summary>
    public static ResourceType<JsonObject> Unstructured(ApiResource resource, ObjectJson json) =>
        new(resource, json.TypeInfo<JsonObject>(), Identity);

    private static ResourceType<T> Of<T>(ApiResource resource, ObjectJson json)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(resource, json.TypeInfo<T>(), Identity)
        {
            Complete = entity => (entity.ApiVersion, entity.Kind) = (resource.ApiVersion, resource.Kind),
        };

    private static ObjectIdentity Identity(IKubernetesObject<V1ObjectMeta> entity) =>
        new(EntityKey.Of(entity), entity.Metadata.Uid, entity.Metadata.ResourceVersion);

    private static ObjectIdentity Identity(JsonObject json)
    {
        var metadata = json["metadata"];
        return new(
            new((string?)metadata?["namespace"] ?? "", (string?)metadata?["name"] ?? ""),
            (string?)metadata?["uid"],
            (string?)metadata?["resourceVersion"]);
    }
}
