using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Patching;

/// <summary>RFC 6902: JSON patch. All operations apply, or none.</summary>
public static class JsonPatch
{
    /// <summary>The patched document; neither argument changes.</summary>
    /// <exception cref="PatchException">A malformed patch, a path that isn't there, or a failed test.</exception>
    public static JsonNode? Apply(JsonNode target, JsonArray patch)
    {
        // A holder makes the root an ordinary member, so that operations on "" need no code of their own.
        var holder = new JsonObject { [""] = target.DeepClone() };
        foreach (var operation in patch) Step(holder, operation as JsonObject ?? throw Malformed("each operation must be an object"));
        var result = holder[""];
        holder.Remove("");
        return result;
    }

    private static void Step(JsonObject holder, JsonObject operation)
    {
        var path = Path(operation, "path");
        switch (operation.Text("op"))
        {
            case "add": Add(holder, path, Value(operation)); break;
            case "remove": Remove(holder, path); break;
            case "replace": Replace(holder, path, Value(operation)); break;
            case "move": Add(holder, path, Moved(holder, Path(operation, "from"), path)); break;
            case "copy": Add(holder, path, Get(holder, Path(operation, "from"))?.DeepClone()); break;
            case "test": Test(holder, path, Value(operation)); break;
            default: throw Malformed($"unexpected kind: {operation["op"]?.ToJsonString() ?? "unknown"}");
        }
    }

    private static JsonNode? Moved(JsonObject holder, string[] from, string[] path)
    {
        if (path.Length > from.Length && path.AsSpan().StartsWith(from)) throw Failed("a value cannot be moved into itself");
        return Remove(holder, from);
    }

    private static void Test(JsonObject holder, string[] path, JsonNode? expected)
    {
        if (!JsonQuery.Same(Get(holder, path), expected)) throw Failed($"testing value {Show(path)} failed: test failed");
    }

    private static void Add(JsonObject holder, string[] path, JsonNode? value)
    {
        var parent = Get(holder, path.AsSpan()[..^1]);
        if (parent is JsonObject obj) obj[path[^1]] = value;
        else if (parent is JsonArray array) array.Insert(path[^1] == "-" ? array.Count : Index(path, array.Count + 1), value);
        else throw Missing("add", path);
    }

    private static JsonNode? Remove(JsonObject holder, string[] path)
    {
        var value = Get(holder, path);
        if (value?.Parent is JsonArray array) array.RemoveAt(Index(path, array.Count));
        else if (Get(holder, path.AsSpan()[..^1]) is JsonArray nulls) nulls.RemoveAt(Index(path, nulls.Count));
        else ((JsonObject)Get(holder, path.AsSpan()[..^1])!).Remove(path[^1]);
        return value;
    }

    private static void Replace(JsonObject holder, string[] path, JsonNode? value)
    {
        Get(holder, path);
        var parent = Get(holder, path.AsSpan()[..^1]);
        if (parent is JsonArray array) array[Index(path, array.Count)] = value;
        else ((JsonObject)parent!)[path[^1]] = value;
    }

    private static JsonNode? Get(JsonObject holder, ReadOnlySpan<string> path)
    {
        JsonNode? node = holder;
        for (var i = 0; i < path.Length; i++)
        {
            node = node switch
            {
                JsonObject obj when obj.TryGetPropertyValue(path[i], out var child) => child,
                JsonArray array when JsonPointer.Index(path[i], array.Count) is >= 0 and var index => array[index],
                _ => throw Missing("get", path),
            };
        }

        return node;
    }

    private static int Index(string[] path, int limit)
    {
        var index = JsonPointer.Index(path[^1], limit);
        return index >= 0 ? index : throw Missing("index", path);
    }

    // The holder's member comes first in every path.
    private static string[] Path(JsonObject operation, string name) =>
        ["", .. JsonPointer.Parse(operation.Text(name) ?? throw Malformed($"missing field \"{name}\""))];

    private static JsonNode? Value(JsonObject operation) =>
        operation.ContainsKey("value") ? operation["value"]?.DeepClone() : throw Malformed("missing field \"value\"");

    private static string Show(ReadOnlySpan<string> path) => string.Join('/', path!);

    private static PatchException Missing(string verb, ReadOnlySpan<string> path) =>
        Failed($"{verb} operation does not apply: doc is missing path: \"{Show(path)}\": missing value");

    private static PatchException Failed(string message) => new(message, unprocessable: true);

    private static PatchException Malformed(string message) => new("json patch: " + message, unprocessable: false);
}
