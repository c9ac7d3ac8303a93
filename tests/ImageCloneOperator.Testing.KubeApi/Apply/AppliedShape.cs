using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>Checks that an applied configuration has the shape that its schema declares, as far as ownership depends on it.</summary>
internal static class AppliedShape
{
    /// <exception cref="ApplyException">Undeclared fields, other types, list items without their keys, or the same item twice.</exception>
    public static void Check(KindSchema kind, JsonObject applied)
    {
        var errors = new List<string>();
        Walk(kind.Root, applied, "", errors);
        if (errors.Count == 0) return;
        var name =
            $"{applied.Text("metadata", "namespace")}/{applied.Text("metadata", "name")}; {kind.Group}/{kind.Version}, Kind={kind.Kind}";
        var list = errors is [var only] ? only : "errors:\n  " + string.Join("\n  ", errors);
        throw new ApplyException($"failed to create typed patch object ({name}): {list}");
    }

    private static void Walk(Schema schema, JsonNode? node, string path, List<string> errors)
    {
        if (node is null) return;
        if (!JsonTypes.Matches(schema, node))
        {
            errors.Add($"{path}: expected {Expected(schema)}, got {node.ToJsonString()}");
            return;
        }

        if (node is JsonObject obj) Fields(schema, obj, path, errors);
        if (node is not JsonArray array) return;
        if (schema.ListType != ListType.Atomic) Items(schema, array, path, errors);
        for (var i = 0; i < array.Count && schema.Items is not null; i++)
            Walk(schema.Items, array[i], Step(schema, array, i, path), errors);
    }

    private static void Fields(Schema schema, JsonObject obj, string path, List<string> errors)
    {
        foreach (var (name, value) in obj)
        {
            var child = $"{path}.{name}";
            if (schema.Field(name) is { } field) Walk(field, value, child, errors);
            else if (!schema.PreserveUnknownFields && !schema.EmbeddedResource && schema.Type != SchemaType.Any)
                errors.Add($"{child}: field not declared in schema");
        }
    }

    private static void Items(Schema schema, JsonArray array, string path, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < array.Count; i++)
        {
            var element = PathElement.Item(schema, array[i]);
            if (element == "k:{}")
            {
                errors.Add($"{path}: element {i}: associative list with keys has an element that omits all "
                    + $"key fields [{string.Join(' ', schema.ListMapKeys.Select(key => $"\"{key}\""))}] (and "
                    + "doesn't have default values for any key fields)");
            }
            else if (!seen.Add(element))
            {
                errors.Add($"{path}: duplicate entries for key {PathElement.Show(element)}");
            }
        }
    }

    private static string Step(Schema schema, JsonArray array, int index, string path) =>
        schema.ListType == ListType.Atomic ? $"{path}[{index}]" : path + PathElement.Show(PathElement.Item(schema, array[index]));

    private static string Expected(Schema schema) => schema.Type switch
    {
        SchemaType.Object => "map",
        SchemaType.Array => "list",
        SchemaType.Integer or SchemaType.Number => "numeric (int or float)",
        _ when schema.IntOrString => "integer or string",
        _ => JsonTypes.NameOf(schema.Type),
    };
}
