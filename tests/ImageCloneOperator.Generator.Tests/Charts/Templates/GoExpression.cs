using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Generator.Tests.Charts.Templates;

/// <summary>A pipeline of Go's template language, with the few functions of Helm that the chart uses.</summary>
internal static partial class GoExpression
{
    public static JsonNode? Evaluate(string pipeline, GoTemplate.Scope scope)
    {
        JsonNode? result = null;
        foreach (var (command, index) in pipeline.Split(" | ").Select((command, index) => (command, index)))
        {
            var terms = Term().Matches(command).Select(match => match.Value).ToList();
            if (string.Join(' ', terms) != command) throw new NotSupportedException(command);
            result = Call(terms, index == 0 ? [] : [result], scope);
        }

        return result;
    }

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0,
        JsonValue scalar => scalar.GetValueKind() switch
        {
            JsonValueKind.String => scalar.GetValue<string>().Length > 0,
            JsonValueKind.Number => scalar.ToJsonString() != "0",
            var kind => kind == JsonValueKind.True,
        },
        _ => throw new NotSupportedException(value.ToJsonString()),
    };

    private static JsonNode? Call(List<string> terms, IEnumerable<JsonNode?> piped, GoTemplate.Scope scope)
    {
        List<JsonNode?> arguments = [.. terms.Skip(1).Select(term => Value(term, scope)), .. piped];
        return terms[0] switch
        {
            "toYaml" => KubernetesYaml.Write(arguments.Single()!).TrimEnd('\n'),
            "nindent" => Indent(arguments[0]!.GetValue<int>(), arguments[1]!.GetValue<string>()),
            "default" => IsTrue(arguments[1]) ? arguments[1] : arguments[0],
            "not" => !IsTrue(arguments.Single()),
            "and" => arguments.FirstOrDefault(argument => !IsTrue(argument)) ?? arguments[^1],
            ".Capabilities.APIVersions.Has" => Value(".Capabilities.APIVersions", scope)!.AsArray()
                .Any(version => (string?)version == (string?)arguments.Single()),
            var term when arguments.Count == 0 => Value(term, scope),
            _ => throw new NotSupportedException(terms[0]),
        };
    }

    private static JsonNode? Value(string term, GoTemplate.Scope scope) => term switch
    {
        "." => scope.Dot,
        ['"', .. var text, '"'] => text,
        ['$', _, ..] => scope.Variables[term],
        ['.', .. var path] => Walk(path, scope),
        _ when int.TryParse(term, out var number) => number,
        _ => throw new NotSupportedException(term),
    };

    /// <summary>A field of a map that is not there is nothing; a field of nothing is an error, as in Go.</summary>
    private static JsonNode? Walk(string path, GoTemplate.Scope scope) =>
        path.Split('.').Aggregate(scope.Dot, (node, name) => node is JsonObject map
            ? map[name]
            : throw new FormatException($"nil pointer evaluating {path}"));

    private static string Indent(int count, string text) =>
        string.Concat(text.Split('\n').Select(line => "\n" + new string(' ', count) + line));

    [GeneratedRegex(@"""[^""]*""|[^\s""]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Term();
}
