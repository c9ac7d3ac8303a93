using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Credentials;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(DockerConfigEntry))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class DockerConfigJsonContext : JsonSerializerContext;
