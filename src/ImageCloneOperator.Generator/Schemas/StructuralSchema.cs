using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>
/// A type's JSON schema in the dialect of CustomResourceDefinitions ("structural schema": one type per node, no references), with
/// what its attributes and XML docs say.
/// </summary>
internal static class StructuralSchema
{
    private static readonly string[] RootOrder = ["apiVersion", "kind", "metadata", "spec", "status"];

    /// <exception cref="InvalidOperationException">The type contains itself, which a structural schema cannot say.</exception>
    public static JsonObject Of(JsonTypeInfo type)
    {
        var raw = type.GetJsonSchemaAsNode(new() { TransformSchemaNode = Transform }).AsObject();
        var schema = SchemaReferences.Inline(raw);
        var properties = schema["properties"]!.AsObject();
        schema["properties"] = new JsonObject(
            RootOrder.Where(properties.ContainsKey).Select(name => KeyValuePair.Create(name, properties[name]?.DeepClone())));
        return schema;
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        // Fields of metadata are the API server's to describe; the whole is replaced when its turn comes.
        if (SchemaReferences.IsReference(node) || context.Path is ["properties", "metadata", _, ..]) return node;
        var schema = MetaSchemas.Of(context.TypeInfo.Type) ?? SchemaOf(context.TypeInfo, node);
        if (context.PropertyInfo is { } property) SchemaAnnotations.AddOfProperty(schema, property, context.TypeInfo);
        return Sorted(schema);
    }

    private static JsonObject SchemaOf(JsonTypeInfo type, JsonNode node)
    {
        var schema = SchemaTypes.Normalise(Nullable.GetUnderlyingType(type.Type) ?? type.Type, node);
        SchemaAnnotations.AddOfType(schema, type);
        return schema;
    }

    /// <summary>Keywords in one order, so that the output only changes when what it says does; properties stay as declared.</summary>
    private static JsonObject Sorted(JsonObject schema) =>
        new(schema.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
}
