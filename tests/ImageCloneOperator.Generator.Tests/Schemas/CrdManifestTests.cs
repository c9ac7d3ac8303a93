using System.Text.Json.Nodes;
using ImageCloneOperator.Generator.Schemas;

namespace ImageCloneOperator.Generator.Tests.Schemas;

public sealed class CrdManifestTests
{
    private static readonly JsonObject Widgets = CrdManifest.Of(WidgetJsonContext.Default.Widget);

    private static JsonNode Version => Widgets["spec"]!["versions"]![0]!;

    [Fact]
    public void The_kind_is_served_under_its_names()
    {
        AssertJson(
            """
            {"categories": ["all"], "kind": "Widget", "listKind": "WidgetList", "plural": "widgets", "shortNames": ["wd"], "singular": "widget"}
            """,
            Widgets["spec"]!["names"]);
        Assert.Equal("widgets.test.example.com", (string?)Widgets["metadata"]!["name"]);
        Assert.Equal("Namespaced", (string?)Widgets["spec"]!["scope"]);
    }

    [Fact]
    public void Columns_keep_their_order_and_wide_ones_say_so() => AssertJson(
        """
        [{"name": "Colour", "type": "string", "jsonPath": ".spec.colour"},
         {"name": "Size", "type": "integer", "jsonPath": ".spec.size", "description": "How big.", "priority": 1}]
        """,
        Version["additionalPrinterColumns"]);

    [Fact]
    public void Only_a_type_with_a_status_has_the_status_subresource()
    {
        AssertJson("""{"status": {}}""", Version["subresources"]);
        Assert.Equal(["apiVersion", "kind", "metadata", "spec", "status"], Properties(Version["schema"]!["openAPIV3Schema"]!));
    }

    [Fact]
    public void A_rule_on_the_class_is_a_rule_on_the_whole_object() => AssertJson(
        """[{"rule": "self.metadata.name != 'forbidden'", "message": "pick another name"}]""",
        Version["schema"]!["openAPIV3Schema"]!["x-kubernetes-validations"]);

    [Fact]
    public void Summaries_become_descriptions_without_their_markup() => Assert.Equal(
        "A thing with every feature, see WidgetSpec.",
        (string?)Version["schema"]!["openAPIV3Schema"]!["description"]);

    [Fact]
    public void A_type_that_contains_itself_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => CrdManifest.Of(WidgetJsonContext.Default.Endless));

        Assert.Contains("contains itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_a_place_in_the_API_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => CrdManifest.Of(WidgetJsonContext.Default.WidgetSpec));

        Assert.Contains("[KubernetesEntity]", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Properties(JsonNode schema) => schema["properties"]!.AsObject().Select(property => property.Key);

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
