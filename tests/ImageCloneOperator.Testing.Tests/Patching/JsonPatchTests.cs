using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Patching;

namespace ImageCloneOperator.Testing.Tests.Patching;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"l":[1,3]}""", """[{"op":"add","path":"/l/1","value":2}]""", """{"l":[1,2,3]}""")]
    [InlineData("""{"l":[1]}""", """[{"op":"add","path":"/l/-","value":2}]""", """{"l":[1,2]}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"remove","path":"/a"}]""", """{"b":2}""")]
    [InlineData("""{"l":[1,null,3]}""", """[{"op":"remove","path":"/l/1"}]""", """{"l":[1,3]}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/a","value":null}]""", """{"a":null}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/c"}]""", """{"a":{},"c":1}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("""{"a/b":1,"c~d":2}""", """[{"op":"remove","path":"/a~1b"},{"op":"test","path":"/c~0d","value":2}]""", """{"c~d":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"z":1}}]""", """{"z":1}""")]
    public void Operations_apply(string target, string patch, string expected)
    {
        var document = JsonNode.Parse(target)!;

        var result = JsonPatch.Apply(document, JsonNode.Parse(patch)!.AsArray());

        Assert.Equal(expected, result!.ToJsonString());
        Assert.Equal(target, document.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/missing"}]""", true)]
    [InlineData("""[{"op":"replace","path":"/missing","value":1}]""", true)]
    [InlineData("""[{"op":"add","path":"/missing/x","value":1}]""", true)]
    [InlineData("""[{"op":"add","path":"/l/5","value":1}]""", true)]
    [InlineData("""[{"op":"add","path":"/l/01","value":1}]""", true)]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""", true)]
    [InlineData("""[{"op":"move","from":"/a","path":"/a/b"}]""", true)]
    [InlineData("""[{"op":"add","path":"/x"}]""", false)]
    [InlineData("""[{"op":"grow","path":"/x"}]""", false)]
    [InlineData("""[4]""", false)]
    public void Patch_that_does_not_fit_is_told_from_malformed_patch(string patch, bool unprocessable)
    {
        var target = JsonNode.Parse("""{"a":1,"l":[1]}""")!;

        var error = Assert.Throws<PatchException>(() => JsonPatch.Apply(target, JsonNode.Parse(patch)!.AsArray()));

        Assert.Equal(unprocessable, error.Unprocessable);
    }
}
