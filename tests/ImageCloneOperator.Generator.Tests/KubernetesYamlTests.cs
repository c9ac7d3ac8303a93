using System.Text.Json.Nodes;

namespace ImageCloneOperator.Generator.Tests;

public sealed class KubernetesYamlTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("registry.example.com", "registry.example.com")]
    [InlineData("yes", "'yes'")]
    [InlineData("Off", "'Off'")]
    [InlineData("null", "'null'")]
    [InlineData("15m", "'15m'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("", "''")]
    [InlineData("**", "'**'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("ends with blank ", "'ends with blank '")]
    [InlineData("~", "'~'")]
    [InlineData(".5", "'.5'")]
    [InlineData("é", "'é'")]
    public void A_text_is_quoted_where_YAML_1_1_would_read_something_else(string text, string expected) =>
        Assert.Equal($"key: {expected}\n", KubernetesYaml.Write(new JsonObject { ["key"] = text }));

    [Fact]
    public void Numbers_booleans_and_empty_values_keep_their_type() => Assert.Equal(
        "number: 1\nflag: true\nnothing: null\nmap: {}\nlist: []\nitems:\n- a: 1\n  b: 2\n",
        KubernetesYaml.Write(
            JsonNode.Parse("""{"number": 1, "flag": true, "nothing": null, "map": {}, "list": [], "items": [{"a": 1, "b": 2}]}""")!));

    [Fact]
    public void A_long_line_is_not_broken()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 100));

        Assert.Equal($"key: {text}\n", KubernetesYaml.Write(new JsonObject { ["key"] = text }));
    }
}
