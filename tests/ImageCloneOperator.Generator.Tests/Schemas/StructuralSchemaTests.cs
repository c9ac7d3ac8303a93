using System.Text.Json.Nodes;
using ImageCloneOperator.Generator.Schemas;

namespace ImageCloneOperator.Generator.Tests.Schemas;

public sealed class StructuralSchemaTests
{
    private static readonly JsonObject Schema = StructuralSchema.Of(WidgetJsonContext.Default.Widget);

    [Theory]
    [InlineData("colour", """{"default": "Red", "description": "Its colour.", "enum": ["Red", "Blue"], "type": "string"}""")]
    [InlineData("secondColour", """{"enum": ["Red", "Blue"], "type": "string"}""")]
    [InlineData("size", """{"format": "int32", "maximum": 10, "minimum": 1, "type": "integer"}""")]
    [InlineData("nickname", """{"maxLength": 20, "minLength": 2, "pattern": "^[a-z]+$", "type": "string"}""")]
    [InlineData("tags", """{"items": {"maxLength": 5, "minLength": 1, "pattern": "^x", "type": "string"}, "minItems": 1, "type": "array", "x-kubernetes-list-type": "set"}""")]
    public void Bounds_come_from_attributes(string field, string expected) => AssertField(expected, "spec", field);

    [Fact]
    public void A_duration_is_a_text_whose_range_is_a_rule()
    {
        AssertField("\"15m\"", "spec", "interval", "default");
        AssertField("\"string\"", "spec", "interval", "type");
        AssertField(
            """
            [{"rule": "duration(self) >= duration('1m') && duration(self) <= duration('24h')",
              "message": "must be a duration between 1m and 24h"}]
            """,
            "spec", "interval", "x-kubernetes-validations");
    }

    [Fact]
    public void A_list_may_be_a_map_by_its_items_keys()
    {
        AssertField("\"map\"", "spec", "parts", "x-kubernetes-list-type");
        AssertField("[\"name\"]", "spec", "parts", "x-kubernetes-list-map-keys");
        AssertField("[\"type\"]", "status", "conditions", "x-kubernetes-list-map-keys");
    }

    /// <summary>The API server fills nested defaults in by itself; said twice, they could differ.</summary>
    [Fact]
    public void The_default_of_an_object_is_empty() => AssertField("{}", "spec", "main", "default");

    [Fact]
    public void Required_fields_are_those_said_to_be()
    {
        AssertField("[\"size\"]", "spec", "required");
        Assert.Equal("[\"spec\"]", Schema["required"]!.ToJsonString());
    }

    [Fact]
    public void Times_and_numbers_have_their_format()
    {
        AssertField("""{"format": "date-time", "type": "string"}""", "status", "since");
        AssertField("""{"format": "int64", "minimum": 0, "type": "integer"}""", "status", "bytes");
    }

    [Fact]
    public void A_type_that_occurs_twice_is_written_out_twice()
    {
        var selector = Schema["properties"]!["spec"]!["properties"]!["selector"]!;

        Assert.True(JsonNode.DeepEquals(selector, Schema["properties"]!["spec"]!["properties"]!["otherSelector"]));
        Assert.Equal("atomic", (string?)selector["x-kubernetes-map-type"]);
        Assert.DoesNotContain("$ref", Schema.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>Kubernetes refuses a schema that says more about metadata.</summary>
    [Fact]
    public void Metadata_is_left_to_Kubernetes() =>
        Assert.Equal("""{"type":"object"}""", Schema["properties"]!["metadata"]!.ToJsonString());

    [Fact]
    public void Every_node_has_exactly_one_type() => AssertOneType(Schema);

    private static void AssertOneType(JsonNode schema)
    {
        Assert.IsAssignableFrom<JsonValue>(schema["type"]);
        foreach (var (_, property) in schema["properties"] as JsonObject ?? []) AssertOneType(property!);
        if (schema["items"] is { } items) AssertOneType(items);
    }

    private static void AssertField(string expected, string part, params string[] path)
    {
        var start = path[0] == "required" ? Schema["properties"]![part] : Schema["properties"]![part]!["properties"];
        var actual = path.Aggregate(start, (node, name) => node?[name]);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
    }
}
