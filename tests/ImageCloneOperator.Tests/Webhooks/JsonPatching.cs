using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>Applies what a webhook answers, as an API server does (RFC 6902); it knows only the operations that ours may use.</summary>
internal static class JsonPatching
{
    public static JsonNode Apply(JsonNode document, JsonNode response)
    {
        var changed = document.DeepClone();
        if (response["patch"] is not { } patch) return changed;
        Assert.Equal("JSONPatch", (string?)response["patchType"]);
        foreach (var operation in JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)patch!)))!.AsArray())
            Carry(changed, operation!);
        return changed;
    }

    private static void Carry(JsonNode document, JsonNode operation)
    {
        var path = ((string)operation["path"]!)
            .Split('/')
            .Skip(1)
            .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .ToArray();
        var parent = path[..^1].Aggregate(document, (node, part) => node is JsonArray array ? array[Index(part)]! : node[part]!);
        switch ((string)operation["op"]!, parent)
        {
            case ("add", JsonArray array) when path[^1] == "-":
                array.Add(operation["value"]!.DeepClone());
                break;
            case ("add", JsonObject obj):
                obj[path[^1]] = operation["value"]!.DeepClone();
                break;
            case ("replace", JsonObject obj) when obj.ContainsKey(path[^1]):
                obj[path[^1]] = operation["value"]!.DeepClone();
                break;
            case ("remove", JsonObject obj) when obj.ContainsKey(path[^1]):
                obj.Remove(path[^1]);
                break;
            default:
                throw new InvalidOperationException($"No webhook of ours should answer {operation.ToJsonString()}.");
        }
    }

    private static int Index(string part) => int.Parse(part, CultureInfo.InvariantCulture);
}
