using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: a merge patch that merges lists by the keys that built-in schemas declare, with directives.
/// </summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";

    /// <summary>
    /// The patched object; neither argument changes. Kinds without patch metadata (CRDs) must be refused with 415 before.
    /// </summary>
    /// <exception cref="PatchException">A list item without its merge key, or an unknown directive.</exception>
    public static JsonObject Apply(KindSchema kind, JsonObject target, JsonObject patch) => Objects(kind.Root, target, patch) ?? [];

    private static JsonObject? Objects(Schema schema, JsonObject? target, JsonObject patch)
    {
        switch (patch.Text(Directive))
        {
            case "delete": return null;
            case "replace": return Stripped(patch);
            case null or "merge": break;
            case var other: throw new PatchException($"unknown patch type: {other}", unprocessable: false);
        }

        var result = target?.DeepClone().AsObject() ?? [];
        Retain(result, patch);
        foreach (var (name, value) in patch.Where(field => !field.Key.StartsWith('$')))
        {
            if (value is null) result.Remove(name);
            else Set(result, name, Field(schema.Field(name), result[name], value));
        }

        DeletePrimitives(result, patch);
        Reorder(schema, result, patch);
        return result;
    }

    private static void Set(JsonObject result, string name, JsonNode? value)
    {
        if (value is null) result.Remove(name);
        else result[name] = value;
    }

    private static JsonNode? Field(Schema? schema, JsonNode? old, JsonNode value) => value switch
    {
        JsonObject changes => Objects(schema ?? new Schema(), old as JsonObject, changes),
        JsonArray items when Merges(schema) => Lists(schema!, old as JsonArray ?? [], items),
        JsonArray items => Replaced(items),
        _ => value.DeepClone(),
    };

    private static bool Merges(Schema? schema) => schema?.PatchStrategy.HasFlag(PatchStrategy.Merge) ?? false;

    // Only what the patch names may stay beside it, such as one volume source.
    private static void Retain(JsonObject result, JsonObject patch)
    {
        if (patch[RetainKeys] is not JsonArray) return;
        var keep = patch.Strings(RetainKeys).ToHashSet(StringComparer.Ordinal);
        foreach (var name in result.Select(field => field.Key).Where(name => !keep.Contains(name)).ToArray()) result.Remove(name);
    }

    private static JsonArray Lists(Schema schema, JsonArray target, JsonArray patch)
    {
        if (patch.OfType<JsonObject>().Any(item => item.Text(Directive) == "replace")) return Replaced(patch);
        if (schema.PatchMergeKey is not { } key) return Primitives(target, patch);
        var result = new List<JsonNode?>(target.Select(item => item?.DeepClone()));
        foreach (var item in patch.OfType<JsonObject>()) Item(schema, result, item, key);
        return [.. result];
    }

    private static void Item(Schema schema, List<JsonNode?> result, JsonObject item, string key)
    {
        if (item[key] is not { } value)
            throw new PatchException($"map: {item.ToJsonString()} does not contain declared merge key: {key}", unprocessable: false);
        var index = result.FindIndex(other => JsonQuery.Same(other.At(key), value));
        if (item.Text(Directive) == "delete")
        {
            result.RemoveAll(other => JsonQuery.Same(other.At(key), value));
            return;
        }

        var merged = Objects(schema.Items ?? new Schema(), index < 0 ? null : result[index] as JsonObject, item);
        if (index < 0) result.Add(merged);
        else result[index] = merged;
    }

    private static JsonArray Primitives(JsonArray target, JsonArray patch)
    {
        var added = patch.Where(value => !target.Any(other => JsonQuery.Same(other, value)));
        return [.. target.Concat(added).Select(value => value?.DeepClone())];
    }

    private static JsonArray Replaced(JsonArray items) =>
        [.. items.Where(item => item is not JsonObject obj || !obj.ContainsKey(Directive) || obj.Count > 1)
            .Select(item => item is JsonObject obj ? Stripped(obj) : item?.DeepClone())];

    private static void DeletePrimitives(JsonObject result, JsonObject patch)
    {
        foreach (var (directive, value) in patch.Where(field => field.Key.StartsWith(DeletePrefix, StringComparison.Ordinal)))
        {
            if (result[directive[DeletePrefix.Length..]] is not JsonArray list || value is not JsonArray gone) continue;
            foreach (var item in list.Where(item => gone.Any(other => JsonQuery.Same(item, other))).ToArray()) list.Remove(item);
        }
    }

    private static void Reorder(Schema schema, JsonObject result, JsonObject patch)
    {
        foreach (var (directive, value) in patch.Where(field => field.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            var name = directive[OrderPrefix.Length..];
            if (result[name] is JsonArray list && value is JsonArray order)
                result[name] = Ordered(list, order, schema.Field(name)?.PatchMergeKey);
        }
    }

    // What the order doesn't name keeps its place behind the item that it followed.
    private static JsonArray Ordered(JsonArray list, JsonArray order, string? key)
    {
        JsonNode? Key(JsonNode? item) => key is null ? item : item.At(key);
        int Rank(JsonNode? item) => order.ToList().FindIndex(wanted => JsonQuery.Same(Key(wanted), Key(item)));
        var named = new Queue<JsonNode?>(list.Where(item => Rank(item) >= 0).OrderBy(Rank));
        return [.. list.Select(item => Rank(item) >= 0 ? named.Dequeue() : item).Select(item => item?.DeepClone())];
    }

    private static JsonObject Stripped(JsonObject patch)
    {
        var copy = patch.DeepClone().AsObject();
        foreach (var name in copy.Select(field => field.Key).Where(name => name.StartsWith('$')).ToArray()) copy.Remove(name);
        return copy;
    }
}
