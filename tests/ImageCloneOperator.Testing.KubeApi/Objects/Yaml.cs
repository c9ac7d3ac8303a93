using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ImageCloneOperator.Testing.KubeApi.Objects;

/// <summary>YAML as JSON and back, with the scalars of YAML's core schema.</summary>
public static class Yaml
{
    /// <exception cref="ApiException">400 when it is not YAML.</exception>
    public static byte[] ToJson(byte[] yaml)
    {
        // JSON is YAML, and the usual body of an apply patch.
        if (yaml.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..]) return yaml;
        try
        {
            return (Parse(Encoding.UTF8.GetString(yaml)) ?? new JsonObject()).ToUtf8();
        }
        catch (YamlException problem)
        {
            throw ApiError.BadRequest($"error converting YAML to JSON: {problem.Message}");
        }
    }

    /// <summary>The first document.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static JsonNode? Parse(string yaml)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(yaml);
        stream.Load(reader);
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
    }

    public static byte[] FromJson(byte[] json)
    {
        using var writer = new StringWriter();
        new YamlStream(new YamlDocument(Convert(JsonNode.Parse(json)))).Save(writer, assignAnchors: false);
        return Encoding.UTF8.GetBytes(writer.ToString());
    }

    private static YamlNode Convert(JsonNode? node) => node switch
    {
        JsonObject obj => new YamlMappingNode(
            obj.Select(pair => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(pair.Key), Convert(pair.Value)))),
        JsonArray array => new YamlSequenceNode(array.Select(Convert)),
        JsonValue value when value.TryGetValue<string>(out var text) => new YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(node?.ToJsonString() ?? "null"),
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when char.IsAsciiDigit(text.TrimStart('-', '+')[..1].FirstOrDefault())
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            number,
        _ => text,
    };
}
