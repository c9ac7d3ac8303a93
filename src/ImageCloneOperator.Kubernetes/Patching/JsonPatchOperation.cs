using System.Text.Json.Nodes;

namespace ImageCloneOperator.Kubernetes.Patching;

/// <summary>One operation of RFC 6902. The path is a JSON pointer (RFC 6901): see <see cref="Pointer"/>.</summary>
public sealed record JsonPatchOperation
{
    private JsonPatchOperation(string operation, string path) => (Operation, Path) = (operation, path);

    public string Operation { get; }

    public string Path { get; }

    /// <summary>The value to add, replace or test; a remove has none.</summary>
    public JsonNode? Value { get; private init; }

    public static JsonPatchOperation Add(string path, JsonNode? value) => new("add", path) { Value = value };

    public static JsonPatchOperation Replace(string path, JsonNode? value) => new("replace", path) { Value = value };

    public static JsonPatchOperation Remove(string path) => new("remove", path);

    /// <summary>The whole patch is refused unless the value is this one.</summary>
    public static JsonPatchOperation Test(string path, JsonNode? value) => new("test", path) { Value = value };

    /// <summary>
    /// A path of unescaped parts: <c>/metadata/annotations/imageclone.dev~1skip</c> of <c>metadata, annotations, imageclone.dev/skip</c>.
    /// </summary>
    public static string Pointer(params IEnumerable<string> parts) =>
        string.Concat(
            parts.Select(part => "/" + part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    internal JsonNode ToJson()
    {
        var json = new JsonObject { ["op"] = Operation, ["path"] = Path };
        if (Operation != "remove")
            json["value"] = Value?.DeepClone();
        return json;
    }
}
