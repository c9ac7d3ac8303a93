using System.Text.Json.Serialization;

namespace ImageCloneOperator.Commands.Copying;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(HelperAnswer))]
[JsonSerializable(typeof(CopyReport))]
internal sealed partial class CopyJson : JsonSerializerContext;
