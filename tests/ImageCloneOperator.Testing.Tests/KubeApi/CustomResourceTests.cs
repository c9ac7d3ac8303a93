using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class CustomResourceTests : ApiTest
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private string Group => $"{Namespace}.example.com";

    private string Widgets => $"/apis/{Group}/v1/namespaces/{Namespace}/widgets";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Expect(201, await Api.CreateAsync(Definitions, $$$$$$$$$$$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.{{{{{{{{{{{Group}}}}}}}}}}}"},"spec":{"group":"{{{{{{{{{{{Group}}}}}}}}}}}","scope":"Namespaced",
             "names":{"kind":"Widget","plural":"widgets","singular":"widget","shortNames":["wd{{{{{{{{{{{Namespace}}}}}}}}}}}"]},
             "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
              "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"},{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}],
              "schema":{"openAPIV3Schema":{"type":"object","properties":{
               "spec":{"type":"object","required":["color"],"properties":{"size":{"type":"integer","minimum":1,"default":3},"color":{"type":"string","enum":["red","blue"]}}},
               "status":{"type":"object","properties":{"conditions":{"type":"array","items":{"type":"object","properties":{"type":{"type":"string"},"status":{"type":"string"}}}}}}}}}}]}}
            """));
        await Api.EventuallyAsync(
            $"{Definitions}/widgets.{Group}",
            answer => answer.Body!["status"]?["conditions"]?.ToJsonString().Contains("\"Established\"", StringComparison.Ordinal) == true);
        await Api.EventuallyAsync(Widgets, answer => answer.Code == 200);
    }

    public override async Task DisposeAsync()
    {
        await Api.DeleteAsync($"{Definitions}/widgets.{Group}");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Defaults_are_filled_in_and_unknown_fields_dropped()
    {
        var created = Expect(201, await CreateAsync("a", """{"color":"red","shape":"round"}"""));

        Assert.Equal("3", created.Text("spec", "size"));
        Assert.Null(created["spec"]["shape"]);
        Assert.Equal("1", created.Text("metadata", "generation"));
    }

    [Fact]
    public async Task Object_that_breaks_schema_is_refused_with_all_fields()
    {
        var refused = Expect(422, await CreateAsync("a", """{"color":"green","size":0}"""));

        Assert.StartsWith($"Widget.{Group} \"a\" is invalid: [", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "spec.color: Unsupported value: \"green\": supported values: \"red\", \"blue\"", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused["details"]["causes"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_strict_client_is_told_of_unknown_fields()
    {
        var refused = Expect(
            400, await Api.CreateAsync($"{Widgets}?fieldValidation=Strict", Widget("a", """{"color":"red","shape":"round"}""")));

        Assert.Contains("strict decoding error: unknown field \"spec.shape\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_is_a_place_of_its_own()
    {
        Expect(201, await CreateAsync("a", """{"color":"red"}"""));

        Assert.Null(Expect(200, await Api.PatchAsync($"{Widgets}/a", """{"status":{"conditions":[]}}""")).Body!["status"]);
        var status = Expect(200, await Api.PatchAsync(
            $"{Widgets}/a/status",
            """{"spec":{"size":9},"metadata":{"labels":{"x":"y"}},"status":{"conditions":[{"type":"Ready","status":"True"}]}}"""));

        Assert.Equal("3", status.Text("spec", "size"));
        Assert.Equal("1", status.Text("metadata", "generation"));
        Assert.Null(status["metadata"]["labels"]);
    }

    [Fact]
    public async Task Its_columns_are_printed()
    {
        Expect(201, await CreateAsync("a", """{"color":"red"}"""));
        Expect(200, await Api.PatchAsync(
            $"{Widgets}/a/status", """{"status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}"""));

        var table = Expect(200, await Api.GetAsync(Widgets, "application/json;as=Table;g=meta.k8s.io;v=v1"));

        Assert.Equal(["Name", "Size", "Ready"], table["columnDefinitions"].AsArray().Select(column => column!["name"]!.ToString()));
        Assert.Equal("""["a",3,"True"]""", table["rows"][0]!["cells"]!.ToJsonString());
    }

    [Fact]
    public async Task An_update_must_name_the_version()
    {
        Expect(201, await CreateAsync("a", """{"color":"red"}"""));

        var refused = Expect(422, await Api.UpdateAsync($"{Widgets}/a", Widget("a", """{"color":"blue"}""")));

        Assert.Contains("metadata.resourceVersion: Invalid value: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("must be specified for an update", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_objects_go_with_the_definition()
    {
        Expect(201, await CreateAsync("a", """{"color":"red"}"""));

        Expect(200, await Api.DeleteAsync($"{Definitions}/widgets.{Group}"));

        await Api.EventuallyAsync($"{Definitions}/widgets.{Group}", answer => answer.Code == 404);
        await Api.EventuallyAsync(Widgets, answer => answer.Code == 404);
    }

    [Fact]
    public async Task Custom_resource_is_discovered()
    {
        var resources = await Api.EventuallyAsync($"/apis/{Group}/v1", answer => answer.Code == 200);
        Assert.Equal(["widgets", "widgets/status"], resources["resources"].AsArray().Select(resource => resource!["name"]!.ToString()));

        var groups = Expect(200, await Api.GetAsync("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"));
        Assert.Contains(groups["items"].AsArray(), item => item!["metadata"]!["name"]!.ToString() == Group);
    }

    private Task<Answer> CreateAsync(string name, string spec) => Api.CreateAsync(Widgets, Widget(name, spec));

    private string Widget(string name, string spec) =>
        $$"""{"apiVersion":"{{Group}}/v1","kind":"Widget","metadata":{"name":"{{name}}"},"spec":{{spec}}}""";
}
