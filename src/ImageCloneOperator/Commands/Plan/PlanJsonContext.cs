using System.Text.Json.Serialization;

namespace ImageCloneOperator.Commands.Plan;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(IReadOnlyList<UnprotectedDocument>))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
