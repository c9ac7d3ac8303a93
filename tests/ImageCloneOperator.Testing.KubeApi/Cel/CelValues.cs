using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>CEL's values as .NET ones: long, double, string, bool, TimeSpan, lists, objects, null.</summary>
internal static class CelValues
{
    public static readonly Schema Untyped = new() { PreserveUnknownFields = true };

    public static object? From(JsonNode? node, Schema schema) => node switch
    {
        null => null,
        JsonObject obj => new CelObject(obj, schema),
        JsonArray array => array.Select(item => From(item, schema.Items ?? Untyped)).ToList(),
        _ => Scalar(node, schema),
    };

    private static object? Scalar(JsonNode node, Schema schema) => JsonQuery.Kind(node) switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when schema.Type == SchemaType.Number || !JsonQuery.IsInteger(node) => (object?)node.Number(),
        JsonValueKind.Number => node.Integer(),
        _ when schema.Format == "duration" => CelDuration.Parse(node.Text()!),
        _ => node.Text(),
    };

    public static string TypeName(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        double => "double",
        string => "string",
        TimeSpan => "google.protobuf.Duration",
        List<object?> => "list",
        _ => "map",
    };

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (long or double, long or double) => CelOperators.Compare(left, right) == 0,
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (CelObject a, CelObject b) => a.Count == b.Count && a.Keys.All(key => b.Has(key) && Same(a.Get(key), b.Get(key))),
        _ => Equals(left, right),
    };

    public static string Show(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s",
        null => "null",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
