using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Apply.Merging;

/// <summary>Lays an applied configuration over a live object, part by part.</summary>
internal static class TypedMerge
{
    public static JsonNode? Merge(Schema schema, JsonNode? live, JsonNode? applied)
    {
        if (Typed.IsMap(schema, live) && Typed.IsMap(schema, applied)) return Maps(schema, (JsonObject)live!, (JsonObject)applied!);
        if (Typed.IsList(schema, live) && Typed.IsList(schema, applied)) return Lists(schema, (JsonArray)live!, (JsonArray)applied!);
        return applied?.DeepClone();
    }

    private static JsonObject Maps(Schema schema, JsonObject live, JsonObject applied)
    {
        var result = (JsonObject)live.DeepClone();
        foreach (var (name, value) in applied)
        {
            result[name] = live.TryGetPropertyValue(name, out var old) ? Merge(Typed.Field(schema, name), old, value) : value?.DeepClone();
        }

        return result;
    }

    // The applied order wins for what both have; items that only the live list has keep their place.
    private static JsonArray Lists(Schema schema, JsonArray live, JsonArray applied)
    {
        var before = Typed.Parts(schema, live);
        var after = Typed.Parts(schema, applied);
        var rest = new Queue<string>(after.Keys);
        var result = new JsonArray();
        foreach (var element in before.Keys)
        {
            if (!after.ContainsKey(element)) result.Add(before[element]?.DeepClone());
            else if (rest.TryDequeue(out var next)) Emit(next);
        }

        while (rest.TryDequeue(out var next)) Emit(next);
        return result;

        void Emit(string element) => result.Add(before.TryGetValue(element, out var old)
            ? Merge(Typed.Items(schema), old, after[element])
            : after[element]?.DeepClone());
    }
}
