using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Json;

/// <summary>The types that this project reads and writes; what a typed operation sends or answers must be among them.</summary>
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(Eventsv1Event))]
[JsonSerializable(typeof(V1MutatingWebhookConfiguration))]
[JsonSerializable(typeof(V1ValidatingWebhookConfiguration))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(V1DeleteOptions))]
[JsonSerializable(typeof(PodSpec))]
[JsonSerializable(typeof(PodStatus))]
[JsonSerializable(typeof(PartialObjectMetadata))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
