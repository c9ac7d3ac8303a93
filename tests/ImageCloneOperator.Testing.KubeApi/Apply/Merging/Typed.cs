using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Apply.Merging;

/// <summary>
/// How ownership sees a value: a leaf that one manager owns whole, a map with a part per key, or a list with a part per item.
/// </summary>
internal static class Typed
{
    // Where a schema says nothing, types are deduced: maps are granular, lists atomic.
    private static readonly Schema Deduced = new() { PreserveUnknownFields = true };

    public static bool IsMap(Schema schema, JsonNode? node) => node is JsonObject && !schema.AtomicMap;

    public static bool IsList(Schema schema, JsonNode? node) => node is JsonArray && schema.ListType != ListType.Atomic;

    public static Schema Field(Schema schema, string name) => schema.Field(name) ?? Deduced;

    public static Schema Items(Schema schema) => schema.Items ?? Deduced;

    /// <summary>The schema below an element of a path.</summary>
    public static Schema Below(Schema schema, string element) => element[0] == 'f' ? Field(schema, element[2..]) : Items(schema);

    /// <summary>A field of a struct, as opposed to a key of a map: it comes and goes with its content.</summary>
    public static bool IsNamed(Schema schema, string element) => element[0] == 'f' && schema.Properties.ContainsKey(element[2..]);

    /// <summary>The parts of a map or an associative list by their path element; a repeated item counts once.</summary>
    public static Dictionary<string, JsonNode?> Parts(Schema schema, JsonNode? node)
    {
        var parts = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (node is JsonObject obj)
        {
            foreach (var (name, value) in obj) parts[PathElement.Field(name)] = value;
        }

        foreach (var item in node as JsonArray ?? []) parts.TryAdd(PathElement.Item(schema, item), item);
        return parts;
    }

    /// <summary>Every named field above a member becomes a member, so that removing the last part of a struct removes the struct.</summary>
    public static FieldSet WithNamedParents(FieldSet set, Schema schema)
    {
        var result = new FieldSet { Member = set.Member };
        foreach (var (element, child) in set.Children)
        {
            var copy = WithNamedParents(child, Below(schema, element));
            copy.Member |= child.Children.Count > 0 && IsNamed(schema, element);
            result = result.With(element, copy);
        }

        return result;
    }
}
