using System.Text;
using ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

namespace ImageCloneOperator.Testing.Tests.Schemas;

public sealed class PruningTests
{
    [Theory]
    [InlineData("{type: object, properties: {a: {type: string}}}", "{a: x, b: 1}", "{\"a\":\"x\"}", "spec.b")]
    [InlineData(
        "{type: object, properties: {l: {type: array, items: {type: object, properties: {a: {type: string}}}}}}",
        "{l: [{a: x, z: 1}]}",
        "{\"l\":[{\"a\":\"x\"}]}",
        "spec.l[0].z")]
    [InlineData(
        "{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: object, properties: {}}}}",
        "{b: 1, a: {c: 1}}",
        "{\"b\":1,\"a\":{}}",
        "spec.a.c")]
    [InlineData(
        "{type: object, additionalProperties: {type: object, properties: {a: {type: string}}}}",
        "{any: {a: x, z: 1}}",
        "{\"any\":{\"a\":\"x\"}}",
        "spec.any.z")]
    [InlineData(
        "{type: object, x-kubernetes-embedded-resource: true, properties: {}}",
        "{apiVersion: v1, kind: X, metadata: {name: a}, spec: 1}",
        "{\"apiVersion\":\"v1\",\"kind\":\"X\",\"metadata\":{\"name\":\"a\"}}",
        "spec.spec")]
    public void Undeclared_fields_go_and_are_named(string schema, string spec, string left, string unknown)
    {
        var thing = SampleCrd.Thing(spec);

        var paths = SampleCrd.Kind(schema).Prune(thing);

        Assert.Equal(left, thing["spec"]!.ToJsonString());
        Assert.Equal(unknown, string.Join(' ', paths));
    }

    [Fact]
    public void Metadata_is_pruned_as_the_servers_own_type()
    {
        var thing = SampleCrd.Thing("{}");
        thing["metadata"]!["foo"] = 4;

        Assert.Equal(["metadata.foo"], SampleCrd.Kind("{type: object}").Prune(thing));
    }

    [Fact]
    public void Strict_decoding_names_duplicates_and_then_unknown_fields()
    {
        var duplicates = DuplicateFields.Find(
            Encoding.UTF8.GetBytes("""{"metadata":{"name":"t","name":"b"},"spec":{"l":[{"a":1,"a":2}]}}"""));

        var warnings = StrictDecoding.Warnings(["metadata.foo"], duplicates);

        Assert.Equal(["duplicate field \"metadata.name\"", "duplicate field \"spec.l[0].a\"", "unknown field \"metadata.foo\""], warnings);
        Assert.Equal(
            "Thing in version \"v1\" cannot be handled as a Thing: strict decoding error: duplicate field \"metadata.name\", "
                + "duplicate field \"spec.l[0].a\", unknown field \"metadata.foo\"",
            StrictDecoding.Error(SampleCrd.Kind("{type: object}"), warnings));
    }
}
