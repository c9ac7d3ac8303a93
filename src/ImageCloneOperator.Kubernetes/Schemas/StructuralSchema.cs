using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace ImageCloneOperator.Kubernetes.Schemas;

/// <summary>
/// A type's JSON schema in the dialect of CustomResourceDefinitions ("structural schema": one type per node, no references), with
/// what its attributes and XML docs say.
/// </summary>
public static class StructuralSchema
{
    private static readonly string[] RootOrder = ["apiVersion", "kind", "metadata", "spec", "status"];

    public static JsonObject Of(JsonTypeInfo type)
    {
        var schema = type.GetJsonSchemaAsNode(new() { TransformSchemaNode = Transform }).AsObject();
        if (Find(schema, "$ref") is { } reference)
        {
            throw new InvalidOperationException($"{type.Type} refers to itself at {reference.GetPath()}, which a structural schema cannot say.");
        }

        var properties = schema["properties"]!.AsObject();
        schema["properties"] = new JsonObject(
            RootOrder.Where(properties.ContainsKey).Select(name => KeyValuePair.Create(name, properties[name]?.DeepClone())));
        return schema;
    }

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = SchemaTypes.Normalise(Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type, node);
        SchemaAnnotations.AddOfType(schema, context.TypeInfo);
        if (context.PropertyInfo is { } property) SchemaAnnotations.AddOfProperty(schema, property, context.TypeInfo);
        return Sorted(schema);
    }

    /// <summary>Keywords in one order, so that the output only changes when what it says does; properties stay as declared.</summary>
    private static JsonObject Sorted(JsonObject schema) =>
        new(schema.OrderBy(keyword => keyword.Key, StringComparer.Ordinal).Select(keyword => KeyValuePair.Create(keyword.Key, keyword.Value?.DeepClone())));

    private static JsonNode? Find(JsonNode? node, string keyword) => node switch
    {
        JsonObject map when map.ContainsKey(keyword) => map[keyword],
        JsonObject map => map.Select(entry => Find(entry.Value, keyword)).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select(item => Find(item, keyword)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
