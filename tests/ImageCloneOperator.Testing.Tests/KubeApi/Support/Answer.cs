using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Support;

/// <summary>What the API answered.</summary>
internal sealed record Answer(int Code, JsonNode? Body, IReadOnlyList<string> Warnings)
{
    public JsonNode this[string field] => Body![field]!;

    public string Reason => Text("reason");

    public string Message => Text("message");

    public string Version => Text("metadata", "resourceVersion");

    public string Text(params string[] path)
    {
        var node = Body;
        foreach (var step in path) node = node is JsonObject obj ? obj[step] : null;
        return node?.ToString() ?? "";
    }

    public string[] ItemNames() => [.. Body!["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.ToString())];
}
