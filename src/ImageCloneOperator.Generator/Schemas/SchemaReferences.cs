using System.Text.Json.Nodes;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>
/// Puts what a schema refers to in the place of the references: System.Text.Json says a type only once, a structural schema each time.
/// </summary>
internal static class SchemaReferences
{
    private const string Keyword = "$ref";

    public static bool IsReference(JsonNode node) => node is JsonObject schema && schema.ContainsKey(Keyword);

    /// <exception cref="InvalidOperationException">Something contains itself.</exception>
    public static JsonObject Inline(JsonObject root) => Inline(root, root, []).AsObject();

    private static JsonNode Inline(JsonNode node, JsonObject root, string[] followed) => node switch
    {
        JsonObject map when map[Keyword]?.GetValue<string>() is { } pointer => Follow(pointer, root, followed),
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Child(entry.Value, root, followed)))),
        JsonArray list => new JsonArray([.. list.Select(item => Child(item, root, followed))]),
        _ => node.DeepClone(),
    };

    private static JsonNode? Child(JsonNode? node, JsonObject root, string[] followed) =>
        node is null ? null : Inline(node, root, followed);

    private static JsonNode Follow(string pointer, JsonObject root, string[] followed)
    {
        if (followed.Contains(pointer, StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"A structural schema cannot say that {pointer} contains itself.");
        }

        var target = pointer.Split('/').Skip(1).Aggregate((JsonNode)root, (node, name) => node[name]!);
        return Inline(target, root, [.. followed, pointer]);
    }
}
