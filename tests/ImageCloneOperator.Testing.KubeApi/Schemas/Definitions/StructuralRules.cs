using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>
/// The rules that make a CRD's schema structural: a type everywhere, junctors only for validation, lists and defaults that fit.
/// </summary>
internal static class StructuralRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] ForbiddenInJunctor =
        [
            "type", "default", "additionalProperties", "nullable", "description", "title", "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-embedded-resource", "x-kubernetes-validations",
        ];

    public static IEnumerable<FieldError> Validate(JsonObject schema, string path)
    {
        if (schema.Text("type") is null or "") yield return FieldError.Required(path + ".type", "must not be empty at the root");
        else if (schema.Text("type") != "object")
            yield return FieldError.Invalid(path + ".type", schema.Text("type"), "must be object at the root");
        foreach (var error in Node(schema, path, isRoot: true)) yield return error;
    }

    private static IEnumerable<FieldError> Node(JsonObject schema, string path, bool isRoot)
    {
        var own = Own(schema, path, isRoot);
        var properties = (schema.Object("properties") ?? []).SelectMany(
            property => Child(property.Value, $"{path}.properties[{property.Key}]"));
        var values = Child(schema["additionalProperties"], path + ".additionalProperties");
        var items = Child(schema["items"], path + ".items");
        var junctors = ((string[])["allOf", "anyOf", "oneOf"]).SelectMany(
            name => schema.Objects(name).SelectMany((branch, i) => Junctor(branch, $"{path}.{name}[{i}]")));
        var not = schema.Object("not") is { } negated ? Junctor(negated, path + ".not") : [];
        return own.Concat(properties).Concat(values).Concat(items).Concat(junctors).Concat(not);
    }

    private static IEnumerable<FieldError> Child(JsonNode? node, string path) =>
        node is JsonObject schema ? Node(schema, path, isRoot: false) : [];

    private static IEnumerable<FieldError> Own(JsonObject schema, string path, bool isRoot)
    {
        var type = schema.Text("type") ?? "";
        var untyped = schema.Flag("x-kubernetes-int-or-string") == true || schema.Flag("x-kubernetes-preserve-unknown-fields") == true;
        if (type.Length == 0 && !untyped && !isRoot)
        {
            yield return FieldError.Required(path + ".type", path.EndsWith(".items", StringComparison.Ordinal)
                ? "must not be empty for specified array items"
                : "must not be empty for specified object fields");
        }

        if (type.Length > 0 && !Types.Contains(type)) yield return FieldError.NotSupported(path + ".type", type, Types);
        if (type == "array" && schema["items"] is null) yield return FieldError.Required(path + ".items", "must be specified");
        if (schema["properties"] is not null && schema["additionalProperties"] is not null)
            yield return FieldError.Forbidden(path + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
        if (schema.Flag("uniqueItems") == true)
        {
            yield return FieldError.Forbidden(
                path + ".uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        foreach (var error in Pattern(schema, path)
            .Concat(List(schema, path))
            .Concat(Default(schema, path))
            .Concat(Cel.CelRules.Check(schema, path, isRoot || schema.Flag("x-kubernetes-embedded-resource") == true)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Pattern(JsonObject schema, string path)
    {
        if (schema.Text("pattern") is not { } pattern) return [];
        try
        {
            Patterns.Compile(pattern);
            return [];
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return [FieldError.Invalid(path + ".pattern", pattern, $"must be a valid regular expression, but isn't: {problem.Message}")];
        }
    }

    private static IEnumerable<FieldError> List(JsonObject schema, string path)
    {
        var list = schema.Text("x-kubernetes-list-type");
        var keys = schema.Strings("x-kubernetes-list-map-keys").ToArray();
        if (list is not (null or "atomic" or "set" or "map"))
            yield return FieldError.NotSupported(path + ".x-kubernetes-list-type", list, ["atomic", "map", "set"]);
        if (list is not null && schema.Text("type") != "array")
            yield return FieldError.Invalid(path + ".type", schema.Text("type"), "must be array if x-kubernetes-list-type is specified");
        if (list == "map" && keys.Length == 0)
            yield return FieldError.Required(path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        foreach (var key in keys.Where(_ => list == "map"))
        {
            if (schema.Object("items", "properties", key) is null)
                yield return FieldError.Invalid(path + ".x-kubernetes-list-map-keys", key, "entries must all be names of item properties");
            else if (!schema.Strings("items", "required").Contains(key) && schema.At("items", "properties", key, "default") is null)
            {
                yield return FieldError.Required(
                    $"{path}.items.properties[{key}].default",
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            }
        }
    }

    private static IEnumerable<FieldError> Default(JsonObject schema, string path)
    {
        if (schema["default"] is not { } value) return [];
        var parsed = SchemaParser.Parse(schema);
        var copy = value.DeepClone();
        Defaulting.Apply(parsed, copy);
        return SchemaValidation.Validate(parsed, copy, path + ".default");
    }

    // Inside allOf and its like a schema may only narrow values, never shape them.
    private static IEnumerable<FieldError> Junctor(JsonObject schema, string path)
    {
        foreach (var name in ForbiddenInJunctor.Where(name => schema[name] is not null && !(name == "type" && IsIntOrString(schema))))
        {
            yield return FieldError.Forbidden($"{path}.{name}", "must be empty to be structural");
        }

        foreach (var (name, value) in schema.Object("properties") ?? [])
        {
            if (value is not JsonObject property) continue;
            foreach (var error in Junctor(property, $"{path}.properties[{name}]")) yield return error;
        }
    }

    // The one exception: anyOf [{type: integer}, {type: string}] beside x-kubernetes-int-or-string.
    private static bool IsIntOrString(JsonObject branch) =>
        branch.Parent?.Parent is JsonObject owner && owner.Flag("x-kubernetes-int-or-string") == true && branch.Count == 1;
}
