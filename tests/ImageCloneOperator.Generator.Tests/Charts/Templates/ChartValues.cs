using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Generator.Tests.Charts.Templates;

/// <summary>What Helm gives to a chart's templates.</summary>
internal static class ChartValues
{
    public static readonly string Chart = Checkout.PathOf("charts", "image-clone-operator");

    /// <summary>The chart's values with others over them: maps are merged, all else is replaced.</summary>
    public static JsonObject Over(JsonNode? others)
    {
        var values = Yaml.Parse(File.ReadAllText(Path.Combine(Chart, "values.yaml")))!.AsObject();
        if (others is JsonObject given) Merge(values, given);
        return values;
    }

    public static JsonObject Context(JsonObject values, string @namespace) => new()
    {
        ["Values"] = values,
        ["Release"] = new JsonObject { ["Name"] = "image-clone-operator", ["Namespace"] = @namespace, ["Service"] = "Helm" },
        ["Chart"] = new JsonObject
        {
            ["AppVersion"] = (string?)Yaml.Parse(File.ReadAllText(Path.Combine(Chart, "Chart.yaml")))!["appVersion"],
        },
        ["Capabilities"] = new JsonObject { ["APIVersions"] = new JsonArray("v1", "imageclone.dev/v1alpha1/BackupPolicy") },
    };

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from)
        {
            if (value is JsonObject map && into[key] is JsonObject below) Merge(below, map);
            else into[key] = value?.DeepClone();
        }
    }
}
