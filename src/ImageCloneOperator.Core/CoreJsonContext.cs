using System.Text.Json.Serialization;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Planning;

namespace ImageCloneOperator.Core;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(Dictionary<string, DockerConfigEntry>))]
[JsonSerializable(typeof(ContestedRewrite))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class CoreJsonContext : JsonSerializerContext;
