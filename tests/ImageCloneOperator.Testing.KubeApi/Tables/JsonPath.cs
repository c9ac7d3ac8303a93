using System.Globalization;
using System.Text.Json;

namespace ImageCloneOperator.Testing.KubeApi.Tables;

/// <summary>The JSONPath of printer columns: fields, indexes, wildcards and filters of equality.</summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonElement, IEnumerable<JsonElement>>> _steps = [];

    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        for (var i = 0; i < text.Length;) i = path.Step(text, i);
        return path;
    }

    public IReadOnlyList<JsonElement> Find(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (var step in _steps) found = found.SelectMany(step);
        return [.. found.Where(element => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))];
    }

    private int Step(string text, int start)
    {
        if (text[start] == '[')
        {
            var close = Close(text, start);
            Bracket(text[(start + 1)..close].Trim());
            return close + 1;
        }

        var begin = text[start] == '.' ? start + 1 : start;
        var name = new System.Text.StringBuilder();
        var at = begin;
        for (; at < text.Length && text[at] is not ('.' or '['); at++)
        {
            // A backslash keeps a dot in a name, as in .metadata.labels.example\.com/name
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            name.Append(text[at]);
        }

        if (name.ToString() is { Length: > 0 } field) _steps.Add(field == "*" ? Children : element => Field(element, field));
        return at;
    }

    private static int Close(string text, int start)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            if (quote != '\0') quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '"' or '\'') quote = text[i];
            else if (text[i] == '[') depth++;
            else if (text[i] == ']' && --depth == 0) return i;
        }

        return text.Length - 1;
    }

    private void Bracket(string inner)
    {
        if (inner == "*") _steps.Add(Children);
        else if (inner.StartsWith("?(", StringComparison.Ordinal)) _steps.Add(Filter(inner[2..].TrimEnd(')')));
        else if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            _steps.Add(element => Item(element, index));
        else _steps.Add(element => Field(element, inner.Trim('\'', '"')));
    }

    private static Func<JsonElement, IEnumerable<JsonElement>> Filter(string condition)
    {
        var equal = !condition.Contains("!=", StringComparison.Ordinal);
        var parts = condition.Split(equal ? "==" : "!=", 2, StringSplitOptions.TrimEntries);
        var left = Parse(parts[0].TrimStart('@'));
        if (parts.Length == 1) return element => Children(element).Where(child => left.Find(child).Count > 0);
        var right = parts[1].Trim('"', '\'');
        return element => Children(element).Where(child => (left.Find(child) is [var found, ..] && Text(found) == right) == equal);
    }

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static IEnumerable<JsonElement> Field(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? [found] : [];

    private static IEnumerable<JsonElement> Item(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Array) return [];
        var at = index < 0 ? element.GetArrayLength() + index : index;
        return at >= 0 && at < element.GetArrayLength() ? [element[at]] : [];
    }

    private static IEnumerable<JsonElement> Children(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object => element.EnumerateObject().Select(member => member.Value),
        _ => [],
    };
}
