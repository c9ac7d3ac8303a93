using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Json;

/// <summary>The types that this project reads and writes.</summary>
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(CustomResourceDefinition))]
[JsonSerializable(typeof(MutatingWebhookConfiguration))]
[JsonSerializable(typeof(ValidatingWebhookConfiguration))]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(DeleteBody))]
[JsonSerializable(typeof(PodSpec))]
[JsonSerializable(typeof(PartialObjectMetadata))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
