using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>CEL's values as .NET ones: long, ulong, double, string, bool, byte[], TimeSpan, DateTimeOffset, lists, maps, objects, optionals, null.</summary>
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
        _ => Text(node.Text()!, schema.Format),
    };

    public static string TypeName(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        byte[] => "bytes",
        TimeSpan => "google.protobuf.Duration",
        DateTimeOffset => "google.protobuf.Timestamp",
        List<object?> => "list",
        CelOptional => "optional_type",
        CelType => "type",
        CelQuantity => "kubernetes.Quantity",
        Uri => "kubernetes.URL",
        _ => "map",
    };

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (long or ulong or double, long or ulong or double) => CelOperators.Compare(left, right) == 0,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (CelObject a, CelObject b) => a.Count == b.Count && a.Keys.All(key => b.Has(key) && Same(a.Get(key), b.Get(key))),
        (Dictionary<object, object?> a, _) => SameMap(a, right),
        (_, Dictionary<object, object?> b) => SameMap(b, left),
        (CelOptional a, CelOptional b) => a.HasValue == b.HasValue && Same(a.Value, b.Value),
        _ => Equals(left, right),
    };

    public static string Show(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        TimeSpan duration => duration.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        null => "null",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static bool SameMap(Dictionary<object, object?> map, object? other) => other switch
    {
        CelObject obj => map.Count == obj.Count && map.All(entry => entry.Key is string key && obj.Has(key) && Same(entry.Value, obj.Get(key))),
        Dictionary<object, object?> second => map.Count == second.Count && map.All(entry => second.TryGetValue(entry.Key, out var value) && Same(entry.Value, value)),
        _ => false,
    };

    private static object Text(string text, string? format) => format switch
    {
        "byte" => Convert.FromBase64String(text),
        "duration" => CelConversions.Duration(text),
        "date-time" or "date" => CelConversions.Timestamp(text),
        _ => text,
    };
}
