using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.DockerConfig;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(HelperAnswer))]
internal sealed partial class DockerConfigJson : JsonSerializerContext;
