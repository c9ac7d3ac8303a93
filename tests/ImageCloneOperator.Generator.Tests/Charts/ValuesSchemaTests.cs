using ImageCloneOperator.Generator.Tests.Charts.Templates;
using ImageCloneOperator.Testing.KubeApi.Objects;
using Json.Schema;

namespace ImageCloneOperator.Generator.Tests.Charts;

/// <summary>What helm refuses before it renders anything.</summary>
public sealed class ValuesSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromFile(Path.Combine(ChartValues.Chart, "values.schema.json"));

    [Theory]
    [MemberData(nameof(HelmChartTests.Cases), MemberType = typeof(HelmChartTests))]
    public void Values_of_a_case_are_taken(string name)
    {
        var values = File.ReadAllText(
            Checkout.PathOf("tests", "ImageCloneOperator.Generator.Tests", "Charts", "Cases", name, "values.yaml"));

        Assert.Empty(Errors(values));
    }

    [Theory]
    [InlineData("image: {tag: 'not a tag'}", "/image/tag")]
    [InlineData("image: {digest: latest}", "/image/digest")]
    [InlineData("replicas: '2'", "/replicas")]
    [InlineData("replica: 2", "/replica")]
    [InlineData("imagePullSecrets: [registry]", "/imagePullSecrets/0")]
    [InlineData("monitoring: true", "/monitoring")]
    [InlineData("crds: {keep: 'yes'}", "/crds/keep")]
    [InlineData(
        "webhook: {namespaceSelector: {matchExpressions: [{key: a, operator: in}]}}",
        "/webhook/namespaceSelector/matchExpressions/0/operator")]
    [InlineData("policies: {Prod: {target: {registry: a}}}", "/policies/Prod")]
    [InlineData("policies: {prod: {}}", "/policies/prod")]
    [InlineData("policies: {prod: {target: {registry: a, layout: Round}}}", "/policies/prod/target/layout")]
    [InlineData("policies: {prod: {target: {registry: a, prefix: b}}}", "/policies/prod/target/prefix")]
    public void Wrong_value_is_refused_by_its_place(string values, string place) => Assert.Contains(place, Errors(values));

    private static List<string> Errors(string values)
    {
        var merged = ChartValues.Over(Yaml.Parse(values)).ToJsonString();
        var result = Schema.Evaluate(
            System.Text.Json.JsonDocument.Parse(merged).RootElement, new() { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? []
            : [.. result.Details!.Where(detail => detail.Errors is not null).Select(detail => detail.InstanceLocation.ToString())];
    }
}
