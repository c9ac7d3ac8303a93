using System.Text.Json.Serialization;

namespace ImageCloneOperator.Commands.Restore;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(List<MappedImage>))]
internal sealed partial class MappingJsonContext : JsonSerializerContext;
