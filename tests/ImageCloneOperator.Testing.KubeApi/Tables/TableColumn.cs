using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Tables;

/// <summary>A column and how its cell is read from an object.</summary>
internal sealed record TableColumn(string Name, string Type, Func<JsonElement, JsonNode?> Cell)
{
    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Above 0: only in wide output.</summary>
    public int Priority { get; init; }

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Priority,
    };
}
