using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

/// <summary>Whether typed fields could hold what was sent, in the words of Go's decoder.</summary>
internal static class Decoding
{
    public static string? Problem(Schema schema, JsonNode? node, string path)
    {
        if (node is null) return null;
        if (!Fits(schema, node)) return $"json: cannot unmarshal {Actual(node)} into Go struct field {path} of type {Expected(schema)}";
        if (schema.Format == "byte" && !Base64.IsValid(node.Text())) return "illegal base64 data at input byte 0";
        if (schema.Format == "date-time" && !Formats.Matches("date-time", node))
            return $"parsing time \"{node.Text()}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{node.Text()}\" as \"2006\"";
        return node switch
        {
            JsonObject obj =>
                obj.Select(field => Field(schema, field.Key, field.Value, path)).FirstOrDefault(problem => problem is not null),
            JsonArray array when schema.Items is { } items =>
                array.Select(item => Problem(items, item, path)).FirstOrDefault(problem => problem is not null),
            _ => null,
        };
    }

    private static string? Field(Schema schema, string name, JsonNode? value, string path) => schema.Field(name) is not { } field
        ? null
        : Problem(
            field,
            value,
            schema.Definition is { } definition ? $"{definition[(definition.LastIndexOf('.') + 1)..]}{Below(path)}.{name}" : path);

    // Go names the innermost type, and the fields since the outermost.
    private static string Below(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? "" : path[dot..];
    }

    private static bool Fits(Schema schema, JsonNode node) =>
        JsonTypes.Matches(schema, node) && (schema.Format is not ("int32" or "int64") || Formats.Matches(schema.Format, node));

    private static string Actual(JsonNode node) => JsonQuery.Kind(node) switch
    {
        JsonValueKind.True or JsonValueKind.False => "bool",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static string Expected(Schema schema) => schema switch
    {
        { IntOrString: true } => "intstr.IntOrString",
        { Type: SchemaType.Integer } => schema.Format ?? "int64",
        { Type: SchemaType.Number } => "float64",
        { Type: SchemaType.Boolean } => "bool",
        { Type: SchemaType.Array } => "[]" + (schema.Items is { } items ? Expected(items) : "interface {}"),
        { Definition: { } definition } => definition[(definition[..definition.LastIndexOf('.')].LastIndexOf('.') + 1)..],
        { Type: SchemaType.Object } => "map[string]" + (schema.AdditionalProperties is { } values ? Expected(values) : "interface {}"),
        _ => "string",
    };
}
