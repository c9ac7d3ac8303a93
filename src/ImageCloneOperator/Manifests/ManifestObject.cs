using System.Text.Json.Nodes;

namespace ImageCloneOperator.Manifests;

/// <summary>An object of a manifest, and where it was found.</summary>
/// <param name="Place">Such as <c>app.yaml, document 2</c>.</param>
/// <param name="Json">The object.</param>
internal sealed record ManifestObject(string Place, JsonObject Json)
{
    public string Kind => Text(Json["kind"]);

    public string ApiVersion => Text(Json["apiVersion"]);

    public string Name => Text((Json["metadata"] as JsonObject)?["name"]);

    public override string ToString() => Name.Length == 0 ? $"{Place} ({Kind})" : $"{Place} ({Kind} {Name})";

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
