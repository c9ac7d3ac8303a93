using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Apply.Merging;

/// <summary>Takes the members of a set out of a value.</summary>
internal static class TypedRemoval
{
    public static JsonNode? Remove(Schema schema, JsonNode? node, FieldSet set) => node switch
    {
        JsonObject obj when Typed.IsMap(schema, obj) => FromMap(schema, obj, set),
        JsonArray array when Typed.IsList(schema, array) => FromList(schema, array, set),
        _ => node?.DeepClone(),
    };

    private static JsonObject FromMap(Schema schema, JsonObject obj, FieldSet set)
    {
        var result = new JsonObject();
        foreach (var (name, value) in obj)
        {
            if (Rest(Typed.Field(schema, name), value, set.Find(PathElement.Field(name)), out var rest)) result[name] = rest;
        }

        return result;
    }

    private static JsonArray FromList(Schema schema, JsonArray array, FieldSet set)
    {
        var result = new JsonArray();
        foreach (var item in array)
        {
            if (Rest(Typed.Items(schema), item, set.Find(PathElement.Item(schema, item)), out var rest)) result.Add(rest);
        }

        return result;
    }

    // A container that this empties goes with its content.
    private static bool Rest(Schema schema, JsonNode? value, FieldSet? set, out JsonNode? rest)
    {
        rest = null;
        if (set is { Member: true }) return false;
        rest = set is null ? value?.DeepClone() : Remove(schema, value, set);
        return set is null || rest is not (JsonObject { Count: 0 } or JsonArray { Count: 0 });
    }
}
