using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ImageCloneOperator.Manifests;

/// <summary>Reads YAML as the JSON that the Kubernetes API would be sent.</summary>
internal static partial class YamlJson
{
    // Aliases repeat what they point at; without a bound, a page of them is more than any memory holds.
    private const int MaxNodes = 1_000_000;

    /// <summary>The documents of a stream; an empty document is null.</summary>
    /// <exception cref="YamlException">The text is not YAML, or unreasonably large.</exception>
    public static IReadOnlyList<JsonNode?> Read(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        var budget = MaxNodes;
        return [.. stream.Documents.Select(document => Convert(document.RootNode, ref budget))];
    }

    private static JsonNode? Convert(YamlNode node, ref int budget)
    {
        if (--budget < 0) throw new YamlException(node.Start, node.End, $"more than {MaxNodes} values");
        return node switch
        {
            YamlMappingNode map => Convert(map, ref budget),
            YamlSequenceNode list => Convert(list, ref budget),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => Convert(scalar.Value ?? ""),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };
    }

    private static JsonObject Convert(YamlMappingNode map, ref int budget)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { } name }) throw new YamlException(key.Start, key.End, "a key must be a text");
            // As kubectl has it: a field without a value is one that is not there.
            if (Convert(value, ref budget) is { } converted) json[name] = converted;
        }

        return json;
    }

    private static JsonArray Convert(YamlSequenceNode list, ref int budget)
    {
        var json = new JsonArray();
        foreach (var item in list.Children)
            json.Add(Convert(item, ref budget) ?? throw new YamlException(item.Start, item.End, "an item of a list has no value"));
        return json;
    }

    // The types of plain scalars as in YAML 1.1, which Kubernetes reads.
    private static JsonValue? Convert(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") return null;
        if (True().IsMatch(text)) return JsonValue.Create(true);
        if (False().IsMatch(text)) return JsonValue.Create(false);
        if (Number().IsMatch(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return JsonValue.Create(number);
        return JsonValue.Create(text);
    }

    [GeneratedRegex(@"\A([Tt]rue|TRUE|[Yy]es|YES|[Oo]n|ON)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex True();

    [GeneratedRegex(@"\A([Ff]alse|FALSE|[Nn]o|NO|[Oo]ff|OFF)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex False();

    [GeneratedRegex(@"\A[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
