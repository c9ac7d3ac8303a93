using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Objects;

/// <summary>
/// Built-in kinds are decoded into Go's types before anything else is looked at: a value of the wrong type is no object of that kind at
/// all.
/// </summary>
internal static class GoTypes
{
    /// <exception cref="ApiException">400, worded as encoding/json words it.</exception>
    public static void Check(ResourceDefinition resource, Schema root, JsonObject obj) => Fields(resource, root, obj, "");

    private static void Fields(ResourceDefinition resource, Schema schema, JsonObject obj, string path)
    {
        foreach (var (name, value) in obj)
        {
            if (value is null || schema.Field(name) is not { } field) continue;
            Value(resource, field, value, path.Length == 0 ? name : $"{path}.{name}", schema);
        }
    }

    private static void Value(ResourceDefinition resource, Schema schema, JsonNode value, string path, Schema parent)
    {
        if (schema.IntOrString || schema.PreserveUnknownFields) return;
        var kind = value.GetValueKind();
        if (!Fits(schema.Type, kind)) throw Mismatch(resource, schema, kind, path, parent);
        if (value is JsonObject obj) Fields(resource, schema, obj, path);
        if (value is not JsonArray array || schema.Items is not { } items) return;
        foreach (var item in array.OfType<JsonNode>()) Value(resource, items, item, path, parent);
    }

    private static bool Fits(SchemaType type, JsonValueKind kind) => type switch
    {
        SchemaType.Object => kind == JsonValueKind.Object,
        SchemaType.Array => kind == JsonValueKind.Array,
        SchemaType.String => kind == JsonValueKind.String,
        SchemaType.Integer or SchemaType.Number => kind == JsonValueKind.Number,
        SchemaType.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
        _ => true,
    };

    private static ApiException Mismatch(ResourceDefinition resource, Schema schema, JsonValueKind kind, string path, Schema parent)
    {
        var owner = parent.Definition?.Split('.')[^1] ?? resource.Kind;
        return ApiError.BadRequest(
            $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: json: "
                + $"cannot unmarshal {Json(kind)} into Go struct field {owner}.{path} of type {Go(schema)}");
    }

    private static string Json(JsonValueKind kind) =>
        kind is JsonValueKind.True or JsonValueKind.False ? "bool" : kind.ToString().ToLowerInvariant();

    private static string Go(Schema schema) => schema.Type switch
    {
        SchemaType.Integer => schema.Format ?? "int64",
        SchemaType.Number => "float64",
        SchemaType.Boolean => "bool",
        SchemaType.Array when schema.Items is { } items => $"[]{Go(items)}",
        SchemaType.Object when schema.AdditionalProperties is { } values => $"map[string]{Go(values)}",
        SchemaType.Object => schema.Definition is { } definition ? $"v1.{definition.Split('.')[^1]}" : "object",
        _ => "string",
    };
}
