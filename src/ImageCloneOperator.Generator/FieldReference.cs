using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Generator;

/// <summary>Writes every field of a CustomResourceDefinition as a Markdown table, for people who write manifests.</summary>
internal static class FieldReference
{
    public static string Of(JsonObject definition)
    {
        var names = definition["spec"]!["names"]!;
        var version = definition["spec"]!["versions"]![0]!;
        var schema = version["schema"]!["openAPIV3Schema"]!.AsObject();
        var text = new StringBuilder();
        text.Append($"## {names["kind"]}\n\n{schema["description"]}\n\n");
        text.Append($"`apiVersion: {definition["spec"]!["group"]}/{version["name"]}`, ");
        text.Append(definition["spec"]!["scope"]!.ToString() == "Cluster" ? "cluster-scoped" : "namespaced");
        text.Append($"; kubectl also knows it as {string.Join(" and ", Texts(names["shortNames"]).Select(Code))}.\n\n");
        AppendRules(text, schema);
        foreach (var part in new[] { "spec", "status" }) AppendPart(text, part, schema);
        return text.ToString();
    }

    private static void AppendPart(StringBuilder text, string part, JsonObject schema)
    {
        if (schema["properties"]![part] is not JsonObject node) return;

        text.Append($"### {part}\n\n| Field | Type | Default | Bounds | Description |\n| --- | --- | --- | --- | --- |\n");
        AppendFields(text, part, node);
        text.Append('\n');
    }

    private static void AppendFields(StringBuilder text, string path, JsonObject parent)
    {
        foreach (var (name, value) in parent["properties"]!.AsObject())
        {
            var field = value!.AsObject();
            var fieldPath = $"{path}.{name}";
            string[] cells =
            [
                Code(fieldPath), TypeOf(field), DefaultOf(field), string.Join("; ", Bounds(parent, name, field)), Prose(
                    field["description"]?.ToString() ?? ""),
            ];
            text.Append($"| {string.Join(" | ", cells.Select(Cell))} |\n");
            if (field["properties"] is not null) AppendFields(text, fieldPath, field);
            if (field["items"]?["properties"] is not null) AppendFields(text, fieldPath + "[]", field["items"]!.AsObject());
        }
    }

    private static void AppendRules(StringBuilder text, JsonObject schema)
    {
        foreach (var message in Messages(schema)) text.Append($"Rule: {message}.\n\n");
    }

    private static string TypeOf(JsonObject field) => field["type"]!.ToString() switch
    {
        "array" when field["items"]!["enum"] is not null => $"list of {TypeOf(field["items"]!.AsObject())}",
        "array" => $"list of {TypeOf(field["items"]!.AsObject())}s",
        "object" when field["additionalProperties"] is JsonObject value => $"map of {TypeOf(value)}s",
        "string" when field["enum"] is { } values => string.Join(", ", Texts(values).Select(Code)),
        "string" when field["pattern"]?.ToString() == Duration.Pattern => "duration",
        "string" when field["format"]?.ToString() == "date-time" => "time",
        var type => type,
    };

    private static string DefaultOf(JsonObject field) =>
        field["default"] switch
        {
            null or JsonObject => "",
            JsonArray list => Code(list.ToJsonString()),
            var value => Code(value.ToString()),
        };

    private static IEnumerable<string> Bounds(JsonObject parent, string name, JsonObject field)
    {
        if (Texts(parent["required"]).Contains(name, StringComparer.Ordinal)) yield return "required";
        if (Between(field, "minimum", "maximum", "") is { } range) yield return range;
        if (Between(field, "minItems", "maxItems", " items") is { } items) yield return items;
        if (IsText(field) && Between(field, "minLength", "maxLength", " characters") is { } length) yield return length;
        if (IsText(field) && field["pattern"] is { } pattern) yield return Code(pattern.ToString());
        if (field["items"]?["pattern"] is { } itemPattern) yield return "each " + Code(itemPattern.ToString());
        if (field["x-kubernetes-list-map-keys"] is { } keys) yield return "unique by " + string.Join(" and ", Texts(keys));
        if (field["x-kubernetes-list-type"]?.ToString() == "set") yield return "unique";
        foreach (var message in Messages(field)) yield return message;
    }

    /// <summary>What a duration or a time looks like is said by its type.</summary>
    private static bool IsText(JsonObject field) => TypeOf(field) == "string";

    private static string? Between(JsonObject field, string minimum, string maximum, string unit) => (field[minimum], field[maximum]) switch
    {
        ({ } least, { } most) => $"{least} to {most}{unit}",
        ({ } least, null) => $"at least {least}{unit}",
        (null, { } most) => $"at most {most}{unit}",
        _ => null,
    };

    private static IEnumerable<string> Messages(JsonObject node) =>
        (node["x-kubernetes-validations"] as JsonArray ?? []).Select(rule => rule!["message"]!.ToString());

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(item => item!.ToString());

    private static string Code(string text) => $"`{text}`";

    /// <summary>Globs are full of what Markdown takes for emphasis.</summary>
    private static string Prose(string text) =>
        text.Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
