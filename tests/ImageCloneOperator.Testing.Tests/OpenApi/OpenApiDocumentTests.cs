using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.OpenApi;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.Tests.Schemas;

namespace ImageCloneOperator.Testing.Tests.OpenApi;

public sealed class OpenApiDocumentTests
{
    private static readonly OpenApiResource Deployments = new(BuiltInKinds.Find("apps/v1", "Deployment")!, "deployments", Namespaced: true);

    [Fact]
    public void A_built_in_kind_carries_what_kubectl_patches_by()
    {
        var schemas = OpenApiV3.Document([Deployments])["components"]!["schemas"]!;

        var containers = schemas["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal("merge", (string?)containers["x-kubernetes-patch-strategy"]);
        Assert.Equal("name", (string?)containers["x-kubernetes-patch-merge-key"]);
        Assert.Equal("#/components/schemas/io.k8s.api.core.v1.Container", (string?)containers["items"]!["$ref"]);
        var strategy = schemas["io.k8s.api.apps.v1.DeploymentSpec"]!["properties"]!["strategy"]!;
        Assert.Equal(
            """{"default":{},"x-kubernetes-patch-strategy":"retainKeys","allOf":[{"$ref":"#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy"}]}""",
            strategy.ToJsonString());
        Assert.Equal(
            """[{"group":"apps","kind":"Deployment","version":"v1"}]""",
            schemas["io.k8s.api.apps.v1.Deployment"]!["x-kubernetes-group-version-kind"]!.ToJsonString());
    }

    [Fact]
    public void Every_reference_leads_to_a_schema()
    {
        OpenApiResource[] all = [.. BuiltInKinds.All.Select(
            kind => new OpenApiResource(kind, kind.Kind.ToLowerInvariant() + "s", Namespaced: true))];
        var document = OpenApiV3.Document(all);
        var definitions = document["components"]!["schemas"]!.AsObject();

        var references = References(document).Distinct().Select(reference => reference["#/components/schemas/".Length..]).ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.True(definitions.ContainsKey(name), name));
    }

    [Fact]
    public void A_custom_kind_is_described_with_its_own_words()
    {
        var kind = SampleCrd.Kind("{type: object, description: What is wanted., properties: {mode: {type: "
            + "string, description: The mode., enum: [a, b], default: a}}}");
        var document = OpenApiV3.Document([new OpenApiResource(kind, "things", Namespaced: true)]);

        var schema = document["components"]!["schemas"]!["com.example.v1.Thing"]!;
        Assert.Equal(
            """{"description":"What is wanted.","type":"object","properties":{"mode":{"description":"The mode.","default":"a","type":"string","enum":["a","b"]}}}""",
            schema["properties"]!["spec"]!.ToJsonString());
        Assert.Equal(
            """{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}""",
            schema["properties"]!["metadata"]!.ToJsonString());
        Assert.Contains("com.example.v1.ThingList", document["components"]!["schemas"]!.AsObject().Select(entry => entry.Key));
    }

    [Fact]
    public void A_patch_names_the_parameters_that_kubectl_looks_for()
    {
        var patch = OpenApiV3.Document([Deployments])["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;

        Assert.Equal(
            ["dryRun", "fieldManager", "fieldValidation", "force"],
            patch["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]));
        Assert.Equal("""{"group":"apps","kind":"Deployment","version":"v1"}""", patch["x-kubernetes-group-version-kind"]!.ToJsonString());
    }

    [Fact]
    public void The_index_changes_with_the_document()
    {
        var index = OpenApiV3.Index([KeyValuePair.Create(Deployments.GroupPath, OpenApiV3.Document([Deployments]))]);
        var other = OpenApiV3.Index([KeyValuePair.Create(Deployments.GroupPath, OpenApiV3.Document([]))]);

        Assert.StartsWith("/openapi/v3/apis/apps/v1?hash=", Url(index), StringComparison.Ordinal);
        Assert.NotEqual(Url(index), Url(other));
    }

    private static string Url(JsonObject index) => (string)index["paths"]!["apis/apps/v1"]!["serverRelativeURL"]!;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject obj =>
            obj.SelectMany(entry => entry.Key == "$ref" && entry.Value is JsonValue value ? [(string)value!] : References(entry.Value)),
        JsonArray array => array.SelectMany(References),
        _ => [],
    };
}
