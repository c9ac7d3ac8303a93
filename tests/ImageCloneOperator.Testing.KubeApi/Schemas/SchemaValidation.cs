using System.Globalization;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>Checks a value against a structural schema; all errors at once, in the API server's words.</summary>
public static class SchemaValidation
{
    public static IReadOnlyList<FieldError> Validate(Schema schema, JsonNode? node, string path = "")
    {
        var errors = new List<FieldError>();
        Check(schema, node, path, errors);
        return errors;
    }

    private static void Check(Schema schema, JsonNode? node, string path, List<FieldError> errors)
    {
        if (node is null && schema.Nullable) return;
        if (!JsonTypes.Matches(schema, node))
        {
            errors.Add(WrongType(schema, node, path));
            return;
        }

        Format(schema, node, path, errors);
        if (schema.Enum.Count > 0 && !schema.Enum.Any(value => JsonQuery.Same(value, node)))
        {
            errors.Add(FieldError.NotSupported(path, node, schema.Enum.Select(value => value.Text() ?? value?.ToJsonString() ?? "null")));
        }

        if (node.Text() is { } text) Text(schema, text, path, errors);
        if (node.Number() is { } number) Number(schema, number, node!, path, errors);
        if (node is JsonArray array) Items(schema, array, path, errors);
        if (node is JsonObject obj) Members(schema, obj, path, errors);
        Combinations(schema, node, path, errors);
    }

    private static FieldError WrongType(Schema schema, JsonNode? node, string path)
    {
        var expected = schema.IntOrString ? "integer,string" : JsonTypes.NameOf(schema.Type);
        var actual = JsonTypes.NameOf(node);
        return FieldError.TypeInvalid(path, actual, $"{path} in body must be of type {expected}: \"{actual}\"");
    }

    private static void Format(Schema schema, JsonNode? node, string path, List<FieldError> errors)
    {
        if (schema.Format is not { } format || Formats.Matches(format, node)) return;
        errors.Add(node.Text() is { } text
            ? FieldError.Invalid(path, node, $"{path} in body must be of type {format}: \"{text}\"")
            : FieldError.Invalid(
                "<nil>", "", $"Checked value must be of type {JsonTypes.NameOf(schema.Type)} with format {format} in {path}"));
    }

    // Only the first of these is reported, as go-openapi does.
    private static void Text(Schema schema, string text, string path, List<FieldError> errors)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (length > schema.MaxLength) errors.Add(FieldError.TooLong(path, schema.MaxLength.Value));
        else if (length < schema.MinLength)
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {schema.MinLength} chars long"));
        else if (schema.Pattern is { } pattern && !Patterns.IsMatch(pattern, text))
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'"));
    }

    private static void Number(Schema schema, double number, JsonNode node, string path, List<FieldError> errors)
    {
        if (schema.Maximum is { } maximum && (number > maximum || (schema.ExclusiveMaximum && number >= maximum)))
        {
            errors.Add(FieldError.Invalid(
                path, node, $"{path} in body should be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{maximum}"));
        }

        if (schema.Minimum is { } minimum && (number < minimum || (schema.ExclusiveMinimum && number <= minimum)))
        {
            errors.Add(FieldError.Invalid(
                path, node, $"{path} in body should be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{minimum}"));
        }

        if (schema.MultipleOf is { } factor && !double.IsInteger(number / factor))
        {
            errors.Add(FieldError.Invalid(path, node, $"{path} in body should be a multiple of {factor}"));
        }
    }

    private static void Items(Schema schema, JsonArray array, string path, List<FieldError> errors)
    {
        if (array.Count > schema.MaxItems) errors.Add(FieldError.TooMany(path, array.Count, schema.MaxItems.Value));
        if (array.Count < schema.MinItems)
            errors.Add(FieldError.Invalid(path, array.Count, $"{path} in body should have at least {schema.MinItems} items"));
        for (var i = 0; i < array.Count && schema.Items is not null; i++) Check(schema.Items, array[i], FieldPath.Index(path, i), errors);
        Unique(schema, array, path, errors);
    }

    private static void Unique(Schema schema, JsonArray array, string path, List<FieldError> errors)
    {
        if (schema.ListType == ListType.Atomic && !schema.UniqueItems) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < array.Count; i++)
        {
            var key = schema.ListType == ListType.Map ? KeyOf(schema, array[i]) : array[i];
            if (!seen.Add(key?.ToJsonString() ?? "null")) errors.Add(FieldError.Duplicate(FieldPath.Index(path, i), key));
        }
    }

    private static JsonObject KeyOf(Schema schema, JsonNode? item) => new(schema.ListMapKeys
        .Select(name => KeyValuePair.Create(name, item.At(name)?.DeepClone() ?? schema.Items?.Field(name)?.Default?.DeepClone())));

    private static void Members(Schema schema, JsonObject obj, string path, List<FieldError> errors)
    {
        if (obj.Count > schema.MaxProperties) errors.Add(FieldError.TooMany(path, obj.Count, schema.MaxProperties.Value));
        if (obj.Count < schema.MinProperties)
            errors.Add(FieldError.Invalid(path, obj.Count, $"{path} in body should have at least {schema.MinProperties} properties"));
        errors.AddRange(
            schema.Required.Where(name => !obj.ContainsKey(name)).Select(name => FieldError.Required(FieldPath.Child(path, name))));
        foreach (var (name, value) in obj)
        {
            if (schema.Field(name) is { } field) Check(field, value, FieldPath.Child(path, name), errors);
        }
    }

    private static void Combinations(Schema schema, JsonNode? node, string path, List<FieldError> errors)
    {
        if (schema.AllOf.Count > 0) All(schema.AllOf, node, path, errors);
        if (schema.AnyOf.Count > 0) Some(schema.AnyOf, node, path, errors, "must validate at least one schema (anyOf)");
        if (schema.OneOf.Count > 0) One(schema.OneOf, node, path, errors);
        if (schema.Not is { } not && Validate(not, node, path).Count == 0)
            errors.Add(Combination(path, "must not validate the schema (not)"));
    }

    private static void All(IReadOnlyList<Schema> schemas, JsonNode? node, string path, List<FieldError> errors)
    {
        var failures = schemas.Select(schema => Validate(schema, node, path)).Where(failure => failure.Count > 0).ToArray();
        errors.AddRange(failures.SelectMany(failure => failure));
        if (failures.Length > 0)
        {
            errors.Add(
                Combination(path, "must validate all the schemas (allOf)" + (failures.Length == schemas.Count ? ". None validated" : "")));
        }
    }

    private static void One(IReadOnlyList<Schema> schemas, JsonNode? node, string path, List<FieldError> errors)
    {
        var valid = schemas.Count(schema => Validate(schema, node, path).Count == 0);
        if (valid > 1) errors.Add(Combination(path, $"must validate one and only one schema (oneOf). Found {valid} valid alternatives"));
        else Some(schemas, node, path, errors, "must validate one and only one schema (oneOf). Found none valid");
    }

    private static void Some(IReadOnlyList<Schema> schemas, JsonNode? node, string path, List<FieldError> errors, string message)
    {
        var best = schemas.Select(schema => Validate(schema, node, path)).MinBy(failure => failure.Count)!;
        if (best.Count == 0) return;
        errors.Add(Combination(path, message));
        errors.AddRange(best);
    }

    private static FieldError Combination(string path, string message) => FieldError.Invalid("<nil>", "", $"\"{path}\" {message}");
}
