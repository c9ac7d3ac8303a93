using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Selectors;

/// <summary>A label selector: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k,l&gt;5</c>, or a metav1.LabelSelector.</summary>
internal sealed class LabelSelector
{
    public static readonly LabelSelector Everything = new([]);

    private readonly IReadOnlyList<Requirement> _requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements) => _requirements = requirements;

    public bool IsEmpty => _requirements.Count == 0;

    /// <exception cref="ApiException">400 when it doesn't parse.</exception>
    public static LabelSelector Parse(string text)
    {
        if (text.Trim().Length == 0) return Everything;
        return new LabelSelector([.. Split(text).Select(part => ParseOne(part.Trim(), text))]);
    }

    /// <summary>From a metav1.LabelSelector in an object; absent selects everything.</summary>
    public static LabelSelector From(JsonNode? selector)
    {
        var labels = (selector.At("matchLabels") as JsonObject ?? []).Select(pair => new Requirement(pair.Key, "in", [pair.Value.Text()]));
        var expressions = selector.Objects("matchExpressions").Select(expression =>
            new Requirement(expression.Text("key"), expression.Text("operator").ToLowerInvariant(), [.. expression.Texts("values")]));
        return new LabelSelector([.. labels, .. expressions]);
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels)) return false;
        }

        return true;
    }

    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0) continue;
            yield return text[start..i];
            start = i + 1;
        }

        yield return text[start..];
    }

    private static Requirement ParseOne(string part, string whole)
    {
        if (part.EndsWith(')'))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            var head = (open < 0 ? "" : part[..open]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (head is [var key, "in" or "notin"])
                return new Requirement(key, head[1], [.. part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries)]);
            throw Unparsable(whole, part);
        }

        foreach (var (sign, operation) in new[] { ("!=", "notin"), ("==", "in"), ("=", "in"), (">", "gt"), ("<", "lt") })
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0) return new Requirement(Key(part[..at].Trim(), whole), operation, [Value(part[(at + sign.Length)..].Trim(), whole)]);
        }

        return part.StartsWith('!')
            ? new Requirement(Key(part[1..].Trim(), whole), "doesnotexist", [])
            : new Requirement(Key(part, whole), "exists", []);
    }

    private static string Key(string key, string whole) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') ? key : throw Unparsable(whole, key);

    private static string Value(string value, string whole) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? value : throw Unparsable(whole, value);

    private static ApiException Unparsable(string whole, string part) =>
        ApiError.BadRequest($"unable to parse requirement: found '{part}' in label selector \"{whole}\"");

    private sealed record Requirement(string Key, string Operation, string[] Values)
    {
        public bool Matches(IReadOnlyDictionary<string, string> labels)
        {
            var has = labels.TryGetValue(Key, out var value);
            return Operation switch
            {
                "in" => has && Values.Contains(value, StringComparer.Ordinal),
                "notin" => !has || !Values.Contains(value, StringComparer.Ordinal),
                "exists" => has,
                "doesnotexist" => !has,
                "gt" => has && long.TryParse(value, out var actual) && long.TryParse(Values[0], out var bound) && actual > bound,
                "lt" => has && long.TryParse(value, out var actual) && long.TryParse(Values[0], out var bound) && actual < bound,
                _ => false,
            };
        }
    }
}
