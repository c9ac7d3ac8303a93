using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

/// <summary>Fills in defaults: the schema's own, and for built-in definitions those that depend on other fields.</summary>
public static class Defaulting
{
    // A number is as good as a string for a quantity, and is stored as the string.
    private const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    public static void Apply(Schema schema, JsonNode? node)
    {
        if (node is JsonArray array && schema.Items is { } items)
        {
            foreach (var item in array) Apply(items, item);
        }

        if (node is JsonObject obj) Fields(schema, obj);
    }

    private static void Fields(Schema schema, JsonObject obj)
    {
        DropNulls(schema, obj);
        foreach (var (name, field) in schema.Properties)
        {
            if (field.Default is { } value && !obj.ContainsKey(name)) obj[name] = value.DeepClone();
        }

        if (schema.Definition is { } definition) BuiltInDefaults.Apply(definition, obj);
        foreach (var (name, value) in obj.ToArray())
        {
            if (schema.Field(name) is not { } field) continue;
            if (field.Definition == Quantity && JsonQuery.Kind(value) == JsonValueKind.Number) obj[name] = value!.ToJsonString();
            Apply(field, value);
        }
    }

    // A null for a field that isn't nullable means "not given": it must not hide the default.
    private static void DropNulls(Schema schema, JsonObject obj)
    {
        foreach (var (name, value) in obj.ToArray())
        {
            if (value is null && schema.Field(name) is { Nullable: false }) obj.Remove(name);
        }
    }
}
