using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>Reads of untyped JSON that answer null instead of throwing, because what comes over the wire may be anything.</summary>
internal static class JsonQuery
{
    public static JsonValueKind Kind(JsonNode? node) => node?.GetValueKind() ?? JsonValueKind.Null;

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node is not JsonObject obj || !obj.TryGetPropertyValue(name, out node)) return null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool? Flag(this JsonNode? node, params ReadOnlySpan<string> path) => Kind(At(node, path)) switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static double? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;

    public static long? Integer(this JsonNode? node, params ReadOnlySpan<string> path) =>
        Number(node, path) is { } number && double.IsInteger(number) ? (long)number : null;

    public static JsonObject? Object(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) as JsonObject;

    public static JsonArray? Array(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) as JsonArray;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        Array(node, path)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Strings(this JsonNode? node, params ReadOnlySpan<string> path) =>
        Array(node, path)?.Select(item => item.Text()).OfType<string>() ?? [];

    public static bool IsInteger([NotNullWhen(true)] JsonNode? node) => node.Number() is { } number && double.IsInteger(number);

    public static bool Same(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);

    /// <summary>The object under a name, created when it is missing.</summary>
    public static JsonObject Ensure(this JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child) parent[name] = child = [];
        return child;
    }

    public static void SetDefault(this JsonObject target, string name, JsonNode value)
    {
        if (target[name] is null) target[name] = value;
    }
}
