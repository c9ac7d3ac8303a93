using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.Tests.Schemas;

/// <summary>The expected words are what kube-apiserver 1.36 answers to the same definition.</summary>
public sealed class CrdValidationTests
{
    private const string Path = "spec.validation.openAPIV3Schema.properties[spec]";

    [Theory]
    [InlineData(
        "{type: object, properties: {c: {}}}", Path + ".properties[c].type: Required value: must not be empty for specified object fields")]
    [InlineData("{type: strin}", Path
        + ".type: Unsupported value: \"strin\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("{type: array}", Path + ".items: Required value: must be specified")]
    [InlineData(
        "{type: array, x-kubernetes-list-type: map, items: {type: object}}",
        Path + ".x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map")]
    [InlineData(
        "{type: object, allOf: [{type: object, properties: {q: {type: string}}}]}",
        Path
            + ".allOf[0].type: Forbidden: must be empty to be structural|"
            + Path
            + ".allOf[0].properties[q].type: Forbidden: must be empty to be structural")]
    [InlineData(
        "{type: object, x-kubernetes-validations: [{rule: ''}]}",
        Path + ".x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    [InlineData("{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}", "")]
    [InlineData(
        "{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: object, default: "
            + "{}, properties: {b: {type: string, default: x}}}}}", "")]
    public void A_schema_must_be_structural(string spec, string expected) =>
        Assert.Equal(expected, string.Join('|', CrdValidation.Validate(SampleCrd.Crd(spec), old: null)));

    [Fact]
    public void A_default_must_be_valid_itself() =>
        Assert.StartsWith(
            Path + ".properties[d].default",
            Assert.Single(
                CrdValidation.Validate(SampleCrd.Crd("{type: object, properties: {d: {type: integer, default: x}}}"), old: null)).Path,
            StringComparison.Ordinal);

    [Fact]
    public void Names_and_scope_must_fit()
    {
        var crd = SampleCrd.Crd("{type: object}");
        crd["metadata"]!["name"] = "x.example.com";
        crd["spec"]!["scope"] = "Foo";
        crd["spec"]!["names"]!["plural"] = "Things";

        var errors = CrdValidation.Validate(crd, old: null).Select(error => error.ToString()).ToArray();

        Assert.Contains("metadata.name: Invalid value: \"x.example.com\": must be spec.names.plural+\".\"+spec.group", errors);
        Assert.Contains("spec.scope: Unsupported value: \"Foo\": supported values: \"Cluster\", \"Namespaced\"", errors);
        Assert.Contains(
            errors, error => error.StartsWith("spec.names.plural: Invalid value: \"Things\": a DNS-1035 label", StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_are_unique_and_one_is_stored()
    {
        var crd = SampleCrd.Crd("{type: object}");
        var versions = (JsonArray)crd["spec"]!["versions"]!;
        versions.Add(versions[0]!.DeepClone());

        var errors = CrdValidation.Validate(crd, old: null).ToArray();

        Assert.Contains(errors, error => error.Message.EndsWith("must contain unique version names", StringComparison.Ordinal));
        Assert.Contains(
            errors, error => error.Message.EndsWith("must have exactly one version marked as storage version", StringComparison.Ordinal));
    }

    [Fact]
    public void Definitions_become_kinds_with_their_columns()
    {
        var crd = SampleCrd.Crd("{type: object}");
        crd["spec"]!["versions"]![0]!["additionalPrinterColumns"] = JsonNode.Parse(
            """[{"name":"READY","type":"string","jsonPath":".status.ready","priority":1}]""");

        var kind = Assert.Single(CustomResourceDefinitions.Kinds(crd));

        Assert.Equal(("example.com/v1", "Thing", true, true), (kind.ApiVersion, kind.Kind, kind.Custom, kind.HasStatus));
        Assert.Equal(new PrinterColumn("READY", "string", ".status.ready") { Priority = 1 }, Assert.Single(kind.Columns));
        Assert.Equal(["Age"], SampleCrd.Kind("{type: object}").Columns.Select(column => column.Name));
    }
}
