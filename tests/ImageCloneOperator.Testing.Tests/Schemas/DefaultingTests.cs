namespace ImageCloneOperator.Testing.Tests.Schemas;

public sealed class DefaultingTests
{
    [Theory]
    [InlineData("{type: object, properties: {a: {type: integer, default: 3}}}", "{}", "{\"a\":3}")]
    [InlineData("{type: object, properties: {a: {type: integer, default: 3}}}", "{a: 4}", "{\"a\":4}")]
    [InlineData("{type: object, properties: {a: {type: integer, default: 3}}}", "{a: null}", "{\"a\":3}")]
    [InlineData("{type: object, properties: {a: {type: integer, default: 3, nullable: true}}}", "{a: null}", "{\"a\":null}")]
    [InlineData("{type: object, properties: {a: {type: string}}}", "{a: null}", "{}")]
    [InlineData("{type: object, properties: {o: {type: object, properties: {a: {type: integer, default: 3}}}}}", "{}", "{}")]
    [InlineData(
        "{type: object, properties: {o: {type: object, default: {}, properties: {a: {type: integer, default: 3}}}}}",
        "{}",
        "{\"o\":{\"a\":3}}")]
    [InlineData(
        "{type: object, properties: {l: {type: array, items: {type: object, properties: {a: {type: integer, default: 3}}}}}}",
        "{l: [{}]}",
        "{\"l\":[{\"a\":3}]}")]
    [InlineData(
        "{type: object, additionalProperties: {type: object, properties: {a: {type: integer, default: 3}}}}",
        "{x: {}}",
        "{\"x\":{\"a\":3}}")]
    public void Missing_fields_take_their_default(string schema, string spec, string expected)
    {
        var thing = SampleCrd.Thing(spec);

        SampleCrd.Kind(schema).Default(thing);

        Assert.Equal(expected, thing["spec"]!.ToJsonString());
    }
}
