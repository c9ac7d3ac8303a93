using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.DockerConfig;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HelperAnswer))]
internal sealed partial class DockerConfigJson : JsonSerializerContext;
