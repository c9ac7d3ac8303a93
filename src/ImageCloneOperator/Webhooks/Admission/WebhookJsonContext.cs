using System.Text.Json.Serialization;

namespace ImageCloneOperator.Webhooks.Admission;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdmissionReview))]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
