using System.Text.Json;
using System.Text.Json.Serialization;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Json;

namespace ImageCloneOperator.Api.Serialization;

/// <summary>The JSON of both kinds: camelCase, nothing that is null, times as <c>metav1.Time</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(TimeConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BackupPolicy))]
[JsonSerializable(typeof(ImageBackup))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(List<BackupPolicy>))]
[JsonSerializable(typeof(List<ImageBackup>))]
public sealed partial class ApiJsonContext : JsonSerializerContext;
