using System.Text.Json.Serialization;

namespace ImageCloneOperator.Commands.Copy.Output;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CopyReport))]
internal sealed partial class CopyJson : JsonSerializerContext;
