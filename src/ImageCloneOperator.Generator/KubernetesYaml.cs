using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ImageCloneOperator.Generator;

/// <summary>
/// Writes JSON as the YAML that people expect of manifests: block style, long lines kept, quotes only where YAML needs them.
/// </summary>
internal static partial class KubernetesYaml
{
    public static string Write(JsonNode document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(
            text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Write(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map: WriteMap(emitter, map); break;
            case JsonArray list: WriteList(emitter, list); break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: WriteText(emitter, value.GetValue<string>()); break;
            default: emitter.Emit(new Scalar(node?.ToJsonString() ?? "null")); break;
        }
    }

    private static void WriteMap(Emitter emitter, JsonObject map)
    {
        var style = map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var (key, value) in map)
        {
            WriteText(emitter, key);
            Write(emitter, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteList(Emitter emitter, JsonArray list)
    {
        var style = list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var item in list) Write(emitter, item);
        emitter.Emit(new SequenceEnd());
    }

    private static void WriteText(Emitter emitter, string text)
    {
        var style = IsPlain(text) ? ScalarStyle.Plain
            : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
            : ScalarStyle.SingleQuoted;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    /// <summary>Kubernetes reads YAML 1.1, where unquoted words such as yes and off are booleans.</summary>
    private static bool IsPlain(string text) => Plain().IsMatch(text) && !Reserved().IsMatch(text);

    [GeneratedRegex(@"\A([.]?[A-Za-z]|/)[A-Za-z0-9_./$-]*( [A-Za-z0-9_./(),;'""-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(y|n|yes|no|on|off|true|false|null|[.]inf|[.]nan)\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reserved();
}
