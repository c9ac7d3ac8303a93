using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Tables;

/// <summary>Which columns a resource is printed with.</summary>
internal static class TableColumns
{
    public static IReadOnlyList<TableColumn> For(ResourceDefinition resource, TimeProvider clock)
    {
        var name = new TableColumn("Name", "string", obj => obj.Text("metadata", "name")) { Format = "name" };
        if (resource.Custom is { } custom) return [name, .. custom.Schema.Columns.Select(column => Custom(column, clock))];
        return BuiltInColumns.For(resource, name, clock);
    }

    private static TableColumn Custom(Schemas.Definitions.PrinterColumn column, TimeProvider clock)
    {
        var path = JsonPath.Parse(column.JsonPath);
        return new TableColumn(column.Name, column.Type, obj => Cell(path.Find(obj), column.Type, clock))
        {
            Format = column.Format,
            Description = column.Description.Length > 0
                ? column.Description
                : $"Custom resource definition column (in JSONPath format): {column.JsonPath}",
            Priority = column.Priority,
        };
    }

    private static JsonNode? Cell(IReadOnlyList<JsonElement> found, string type, TimeProvider clock)
    {
        if (found.Count == 0) return null;
        var first = found[0];
        return type switch
        {
            "integer" => first.ValueKind == JsonValueKind.Number && first.TryGetInt64(out var number) ? number : null,
            "number" => first.ValueKind == JsonValueKind.Number ? first.GetDouble() : null,
            "boolean" => first.ValueKind is JsonValueKind.True or JsonValueKind.False ? first.GetBoolean() : null,
            "date" => first.ValueKind == JsonValueKind.String ? Age.Since(first.GetString()!, clock) : null,
            _ => string.Join(",", found.Select(Text)),
        };
    }

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
