using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>
/// Turns what System.Text.Json says about a type into what a structural schema may say: exactly one type, and its format.
/// </summary>
internal static class SchemaTypes
{
    public static JsonObject Normalise(Type type, JsonNode node)
    {
        if (type == typeof(DateTimeOffset)) return new() { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(Duration))
        {
            return new() { ["type"] = "string", ["maxLength"] = Duration.MaxLength, ["pattern"] = Duration.Pattern };
        }

        var schema = node as JsonObject ?? throw new InvalidOperationException($"{type} has no schema: its converter is not known here.");
        if (type.IsEnum) return new() { ["type"] = "string", ["enum"] = Values(schema["enum"]!.AsArray()) };
        if (schema["type"] is JsonArray types) schema["type"] = NotNull(types);
        if (type == typeof(int)) schema["format"] = "int32";
        if (type == typeof(long)) schema["format"] = "int64";
        return schema;
    }

    private static JsonArray Values(JsonArray values) =>
        new([.. values.Where(value => value is not null).Select(value => value!.DeepClone())]);

    private static JsonNode NotNull(JsonArray types) => types.Single(type => type!.GetValue<string>() != "null")!.DeepClone();
}
