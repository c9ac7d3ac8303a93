using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

/// <summary>Drops what a schema doesn't declare.</summary>
public static class Pruning
{
    private static readonly string[] TypeMeta = ["apiVersion", "kind", "metadata"];

    public static IReadOnlyList<string> Prune(Schema schema, JsonNode node)
    {
        var unknown = new List<string>();
        Walk(schema, node, "", unknown);
        return unknown;
    }

    private static void Walk(Schema schema, JsonNode? node, string path, List<string> unknown)
    {
        if (node is JsonObject obj) Fields(schema, obj, path, unknown);
        if (node is not JsonArray array || schema.Items is not { } items) return;
        for (var i = 0; i < array.Count; i++) Walk(items, array[i], FieldPath.Index(path, i), unknown);
    }

    private static void Fields(Schema schema, JsonObject obj, string path, List<string> unknown)
    {
        foreach (var (name, value) in obj.ToArray())
        {
            var child = FieldPath.Child(path, name);
            if (schema.Field(name) is { } field)
            {
                Walk(field, value, child, unknown);
            }
            else if (!schema.PreserveUnknownFields
                && !(schema.EmbeddedResource && TypeMeta.Contains(name))
                && schema.Type != SchemaType.Any)
            {
                obj.Remove(name);
                unknown.Add(child);
            }
        }
    }
}
