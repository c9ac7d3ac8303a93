using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ImageCloneOperator.Registry.Protocol.Content;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DescriptorDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(ManifestDocument))]
[JsonSerializable(typeof(ReferrersDocument))]
[JsonSerializable(typeof(PlatformDocument))]
[JsonSerializable(typeof(TagListDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class RegistryJson : JsonSerializerContext;
