using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.DevCluster.Api.Schemas;

/// <summary>The names of JSON's types as API errors print them, and whether a value has the type that a schema asks for.</summary>
internal static class JsonTypes
{
    public static string NameOf(JsonNode? node) => Json.Kind(node) switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => Json.IsInteger(node) ? "integer" : "number",
        _ => "null",
    };

    public static string NameOf(SchemaType type) => type.ToString().ToLowerInvariant();

    public static bool Matches(Schema schema, JsonNode? node)
    {
        if (schema.IntOrString) return Json.Kind(node) == JsonValueKind.String || Json.IsInteger(node);
        return schema.Type switch
        {
            SchemaType.Any => true,
            SchemaType.Object => node is JsonObject,
            SchemaType.Array => node is JsonArray,
            SchemaType.String => Json.Kind(node) == JsonValueKind.String,
            SchemaType.Integer => Json.IsInteger(node),
            SchemaType.Number => Json.Kind(node) == JsonValueKind.Number,
            _ => Json.Kind(node) is JsonValueKind.True or JsonValueKind.False,
        };
    }
}
