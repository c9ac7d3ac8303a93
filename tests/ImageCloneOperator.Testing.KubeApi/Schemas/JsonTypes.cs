using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>The names of JSON's types as API errors print them, and whether a value has the type that a schema asks for.</summary>
internal static class JsonTypes
{
    public static string NameOf(JsonNode? node) => JsonQuery.Kind(node) switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => JsonQuery.IsInteger(node) ? "integer" : "number",
        _ => "null",
    };

    public static string NameOf(SchemaType type) => type.ToString().ToLowerInvariant();

    public static bool Matches(Schema schema, JsonNode? node)
    {
        if (schema.IntOrString) return JsonQuery.Kind(node) == JsonValueKind.String || JsonQuery.IsInteger(node);
        return schema.Type switch
        {
            SchemaType.Any => true,
            SchemaType.Object => node is JsonObject,
            SchemaType.Array => node is JsonArray,
            SchemaType.String => JsonQuery.Kind(node) == JsonValueKind.String,
            SchemaType.Integer => JsonQuery.IsInteger(node),
            SchemaType.Number => JsonQuery.Kind(node) == JsonValueKind.Number,
            _ => JsonQuery.Kind(node) is JsonValueKind.True or JsonValueKind.False,
        };
    }
}
