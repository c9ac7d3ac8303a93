using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Credentials;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(Dictionary<string, DockerConfigEntry>))]
internal sealed partial class DockerConfigJsonContext : JsonSerializerContext;
