namespace ImageCloneOperator.Testing.Tests.Schemas;

/// <summary>The expected words are what kube-apiserver 1.36 answers to the same object.</summary>
public sealed class SchemaValidationTests
{
    [Theory]
    [InlineData("{type: object, required: [registry], properties: {registry: {type: string}}}", "{}", "spec.f.registry: Required value")]
    [InlineData("{type: string}", "4", "spec.f: Invalid value: \"integer\": spec.f in body must be of type string: \"integer\"")]
    [InlineData("{type: integer}", "1.5", "spec.f: Invalid value: \"number\": spec.f in body must be of type integer: \"number\"")]
    [InlineData(
        "{type: array, items: {type: string}}",
        "4",
        "spec.f: Invalid value: \"integer\": spec.f in body must be of type array: \"integer\"")]
    [InlineData(
        "{type: array, items: {type: string}}",
        "[null]",
        "spec.f[0]: Invalid value: \"null\": spec.f[0] in body must be of type string: \"null\"")]
    [InlineData(
        "{x-kubernetes-int-or-string: true}",
        "true",
        "spec.f: Invalid value: \"boolean\": spec.f in body must be of type integer,string: \"boolean\"")]
    [InlineData("{type: string, enum: [a, b]}", "c", "spec.f: Unsupported value: \"c\": supported values: \"a\", \"b\"")]
    [InlineData("{type: integer, enum: [1, 2]}", "4", "spec.f: Unsupported value: 4: supported values: \"1\", \"2\"")]
    [InlineData(
        "{type: string, minLength: 2, pattern: '^[a-z]+$'}",
        "A",
        "spec.f: Invalid value: \"A\": spec.f in body should be at least 2 chars long")]
    [InlineData("{type: string, pattern: '^[a-z]+$'}", "A", "spec.f: Invalid value: \"A\": spec.f in body should match '^[a-z]+$'")]
    [InlineData("{type: string, maxLength: 4}", "abcdef", "spec.f: Too long: may not be more than 4 bytes")]
    [InlineData("{type: integer, minimum: 1}", "0", "spec.f: Invalid value: 0: spec.f in body should be greater than or equal to 1")]
    [InlineData("{type: integer, maximum: 10}", "11", "spec.f: Invalid value: 11: spec.f in body should be less than or equal to 10")]
    [InlineData(
        "{type: integer, minimum: 1, exclusiveMinimum: true}", "1", "spec.f: Invalid value: 1: spec.f in body should be greater than 1")]
    [InlineData(
        "{type: integer, maximum: 10, exclusiveMaximum: true}", "10", "spec.f: Invalid value: 10: spec.f in body should be less than 10")]
    [InlineData("{type: integer, multipleOf: 5}", "3", "spec.f: Invalid value: 3: spec.f in body should be a multiple of 5")]
    [InlineData(
        "{type: integer, format: int32}",
        "99999999999",
        "<nil>: Invalid value: \"\": Checked value must be of type integer with format int32 in spec.f")]
    [InlineData(
        "{type: array, minItems: 1, items: {type: string}}", "[]", "spec.f: Invalid value: 0: spec.f in body should have at least 1 items")]
    [InlineData("{type: array, maxItems: 2, items: {type: string}}", "[a, b, c]", "spec.f: Too many: 3: must have at most 2 items")]
    [InlineData("{type: array, x-kubernetes-list-type: set, items: {type: string}}", "[a, b, a]", "spec.f[2]: Duplicate value: \"a\"")]
    [InlineData(
        "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: "
            + "object, properties: {name: {type: string}, v: {type: string}}}}",
        "[{name: a, v: b}, {name: a}]",
        "spec.f[1]: Duplicate value: {\"name\":\"a\"}")]
    [InlineData(
        "{type: object, minProperties: 1, additionalProperties: {type: string}}",
        "{}",
        "spec.f: Invalid value: 0: spec.f in body should have at least 1 properties")]
    [InlineData(
        "{type: object, additionalProperties: {type: string}}",
        "{e: 4}",
        "spec.f.e: Invalid value: \"integer\": spec.f.e in body must be of type string: \"integer\"")]
    [InlineData("{type: string, format: date-time}", "x", "spec.f: Invalid value: \"x\": spec.f in body must be of type date-time: \"x\"")]
    [InlineData("{type: string, format: duration}", "x", "spec.f: Invalid value: \"x\": spec.f in body must be of type duration: \"x\"")]
    [InlineData("{type: string, format: byte}", "'%%'", "spec.f: Invalid value: \"%%\": spec.f in body must be of type byte: \"%%\"")]
    [InlineData(
        "{type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}",
        "{a: a, b: b}",
        "<nil>: Invalid value: \"\": \"spec.f\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    [InlineData(
        "{type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
        "{}",
        "<nil>: Invalid value: \"\": \"spec.f\" must validate at least one schema (anyOf)|spec.f.a: Required value")]
    [InlineData(
        "{type: object, properties: {a: {type: string}}, not: {required: [a]}}",
        "{a: a}",
        "<nil>: Invalid value: \"\": \"spec.f\" must not validate the schema (not)")]
    [InlineData("{type: string, nullable: true}", "null", "")]
    [InlineData("{type: string, format: duration}", "1h30m", "")]
    public void A_value_is_refused_in_the_words_of_a_real_server(string schema, string value, string expected)
    {
        var kind = SampleCrd.Kind($"{{type: object, properties: {{f: {schema}}}}}");

        var errors = kind.Validate(SampleCrd.Thing($"{{f: {value}}}"), old: null);

        Assert.Equal(expected, string.Join('|', errors));
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var kind = SampleCrd.Kind("{type: object, required: [a], properties: {a: {type: string}, b: {type: string}, c: {type: integer}}}");

        var errors = kind.Validate(SampleCrd.Thing("{b: 1, c: x}"), old: null);

        Assert.Equal(["spec.a", "spec.b", "spec.c"], errors.Select(error => error.Path));
        Assert.Equal(["FieldValueRequired", "FieldValueTypeInvalid", "FieldValueTypeInvalid"], errors.Select(error => error.Reason));
    }
}
