using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>The elements of field paths, in the text form of FieldsV1.</summary>
internal static class PathElement
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Field(string name) => "f:" + name;

    /// <summary>How a list's item is addressed: by its keys in a map list, by its value in a set.</summary>
    public static string Item(Schema list, JsonNode? item) => list.ListType == ListType.Map
        ? "k:" + Keys(list, item).ToJsonString(Plain)
        : "v:" + (item?.ToJsonString(Plain) ?? "null");

    /// <summary>As conflicts print it: <c>.spec</c>, <c>[name="a"]</c>, <c>[="x"]</c>.</summary>
    public static string Show(string element) => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => "["
            + string.Join(
                ',', JsonNode.Parse(element[2..])!.AsObject().Select(key => $"{key.Key}={key.Value?.ToJsonString(Plain) ?? "null"}"))
            + "]",
        _ => $"[={element[2..]}]",
    };

    private static JsonObject Keys(Schema list, JsonNode? item)
    {
        var keys = new JsonObject();
        foreach (var name in list.ListMapKeys.Order(StringComparer.Ordinal))
        {
            var value = item.At(name) ?? list.Items?.Field(name)?.Default;
            if (value is not null) keys[name] = value.DeepClone();
        }

        return keys;
    }
}
