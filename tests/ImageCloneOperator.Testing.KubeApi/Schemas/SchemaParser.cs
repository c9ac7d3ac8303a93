using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>Reads a CRD's <c>openAPIV3Schema</c>. What it does not know it skips.</summary>
public static class SchemaParser
{
    public static Schema Parse(JsonObject json) => new()
    {
        Type = TypeOf(json.Text("type")),
        Description = json.Text("description"),
        Format = json.Text("format"),
        Default = json["default"]?.DeepClone(),
        Nullable = json.Flag("nullable") ?? false,
        PreserveUnknownFields = (json.Flag("x-kubernetes-preserve-unknown-fields") ?? false) || json.Flag("additionalProperties") == true,
        EmbeddedResource = json.Flag("x-kubernetes-embedded-resource") ?? false,
        IntOrString = json.Flag("x-kubernetes-int-or-string") ?? false,
        Properties = Properties(json.Object("properties")),
        Required = [.. json.Strings("required")],
        Items = Optional(json.Object("items")),
        AdditionalProperties = Optional(json.Object("additionalProperties")),
        Enum = [.. json.Array("enum")?.Select(value => value?.DeepClone()) ?? []],
        Pattern = json.Text("pattern"),
        Minimum = json.Number("minimum"),
        Maximum = json.Number("maximum"),
        ExclusiveMinimum = json.Flag("exclusiveMinimum") ?? false,
        ExclusiveMaximum = json.Flag("exclusiveMaximum") ?? false,
        MultipleOf = json.Number("multipleOf"),
        MinLength = json.Integer("minLength"),
        MaxLength = json.Integer("maxLength"),
        MinItems = json.Integer("minItems"),
        MaxItems = json.Integer("maxItems"),
        MinProperties = json.Integer("minProperties"),
        MaxProperties = json.Integer("maxProperties"),
        UniqueItems = json.Flag("uniqueItems") ?? false,
        AllOf = All(json, "allOf"),
        AnyOf = All(json, "anyOf"),
        OneOf = All(json, "oneOf"),
        Not = Optional(json.Object("not")),
        ListType = ListTypeOf(json.Text("x-kubernetes-list-type")),
        ListMapKeys = [.. json.Strings("x-kubernetes-list-map-keys")],
        AtomicMap = json.Text("x-kubernetes-map-type") == "atomic",
        Rules = [.. json.Objects("x-kubernetes-validations").Select(Rule)],
    };

    private static SchemaType TypeOf(string? type) => type switch
    {
        "object" => SchemaType.Object,
        "array" => SchemaType.Array,
        "string" => SchemaType.String,
        "integer" => SchemaType.Integer,
        "number" => SchemaType.Number,
        "boolean" => SchemaType.Boolean,
        _ => SchemaType.Any,
    };

    private static ListType ListTypeOf(string? type) => type switch
    {
        "set" => ListType.Set,
        "map" => ListType.Map,
        _ => ListType.Atomic,
    };

    private static Schema? Optional(JsonObject? json) => json is null ? null : Parse(json);

    private static Schema[] All(JsonObject json, string name) => [.. json.Objects(name).Select(Parse)];

    private static Dictionary<string, Schema> Properties(JsonObject? json) =>
        (json ?? []).Where(property => property.Value is JsonObject)
            .ToDictionary(property => property.Key, property => Parse((JsonObject)property.Value!), StringComparer.Ordinal);

    private static CelRule Rule(JsonObject json) => new(json.Text("rule") ?? "")
    {
        Message = json.Text("message"),
        MessageExpression = json.Text("messageExpression"),
        FieldPath = json.Text("fieldPath"),
        Reason = json.Text("reason"),
    };
}
