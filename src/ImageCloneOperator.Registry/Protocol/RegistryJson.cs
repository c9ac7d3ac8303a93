using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ImageCloneOperator.Registry.Authentication;

namespace ImageCloneOperator.Registry.Protocol;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(ManifestDocument))]
[JsonSerializable(typeof(ReferrersDocument))]
[JsonSerializable(typeof(TagList))]
[JsonSerializable(typeof(PlatformDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class RegistryJson : JsonSerializerContext;
