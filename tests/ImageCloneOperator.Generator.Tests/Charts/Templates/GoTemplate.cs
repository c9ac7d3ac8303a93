using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Generator.Tests.Charts.Templates;

/// <summary>
/// Renders the part of Go's template language that the chart keeps to: values, if, else, with, range over a map, and trimmed blanks.
/// What is beyond it is an error, so that the templates stay that plain.
/// </summary>
internal sealed partial class GoTemplate
{
    private readonly List<(string Text, bool IsAction)> _tokens = [];
    private int _next;

    private GoTemplate(string text)
    {
        var end = 0;
        var trimsNext = false;
        foreach (Match action in Action().Matches(text))
        {
            AddText(text[end..action.Index], trimsNext, action.Groups["left"].Success);
            _tokens.Add((action.Groups["code"].Value.Trim(), true));
            trimsNext = action.Groups["right"].Success;
            end = action.Index + action.Length;
        }

        AddText(text[end..], trimsNext, trimsEnd: false);
    }

    public static string Render(string text, JsonObject root)
    {
        var template = new GoTemplate(text);
        var output = new StringBuilder();
        template.RunBlock(new Scope(root, root, []), output);
        if (template._next < template._tokens.Count) throw new FormatException($"'{template._tokens[template._next].Text}' ends nothing.");
        return output.ToString();
    }

    private void AddText(string text, bool trimsStart, bool trimsEnd)
    {
        if (trimsStart) text = text.TrimStart();
        if (trimsEnd) text = text.TrimEnd();
        _tokens.Add((text, false));
    }

    /// <summary>
    /// Runs until the else or end of the block, which it leaves to the caller. Without output it only passes over the block.
    /// </summary>
    private void RunBlock(Scope scope, StringBuilder? output)
    {
        for (; _next < _tokens.Count; _next++)
        {
            var (text, isAction) = _tokens[_next];
            if (!isAction) output?.Append(text);
            else if (text is "end" or "else") return;
            else if (Block().Match(text) is { Success: true } block)
            {
                _next++;
                RunChoice(block.Groups["word"].Value, block.Groups["rest"].Value, scope, output);
            }
            else output?.Append(Print(GoExpression.Evaluate(text, scope)));
        }
    }

    private void RunChoice(string word, string rest, Scope scope, StringBuilder? output)
    {
        var range = word == "range" ? Range().Match(rest) : null;
        if (range is { Success: false }) throw new NotSupportedException($"range {rest}");
        var value = output is null ? null : GoExpression.Evaluate(range?.Groups["value"].Value ?? rest, scope);
        var isTrue = GoExpression.IsTrue(value);
        var body = _next;
        if (range is not null && isTrue) RunEach(range, value!.AsObject(), scope, output!, body);
        else RunBlock(word == "with" && isTrue ? scope with { Dot = value } : scope, isTrue ? output : null);
        if (_next < _tokens.Count && _tokens[_next].Text == "else")
        {
            _next++;
            RunBlock(scope, isTrue ? null : output);
        }

        if (_next >= _tokens.Count) throw new FormatException($"{word} {rest} has no end.");
    }

    private void RunEach(Match range, JsonObject map, Scope scope, StringBuilder output, int body)
    {
        foreach (var (key, item) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            _next = body;
            var variables = new Dictionary<string, JsonNode?>(scope.Variables, StringComparer.Ordinal)
            {
                [range.Groups["key"].Value] = JsonValue.Create(key),
                [range.Groups["item"].Value] = item,
            };
            RunBlock(scope with { Dot = item, Variables = variables }, output);
        }
    }

    private static string Print(JsonNode? value) => value switch
    {
        null => throw new FormatException("A value that is printed is not there."),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        JsonValue other => other.ToJsonString(),
        _ => throw new NotSupportedException($"Go would print {value.ToJsonString()} in its own way."),
    };

    internal sealed record Scope(JsonNode? Root, JsonNode? Dot, Dictionary<string, JsonNode?> Variables);

    [GeneratedRegex(@"\{\{(?<left>-(?=\s))?(?<code>(?:""[^""]*""|[^""}])*?)(?<right>(?<=\s)-)?\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex(@"\A(?<word>if|with|range) (?<rest>.+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A(?<key>\$\w+), (?<item>\$\w+) := (?<value>.+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}
