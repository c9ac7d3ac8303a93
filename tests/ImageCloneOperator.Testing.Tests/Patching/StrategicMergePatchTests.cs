using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Patching;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.Tests.Schemas;

namespace ImageCloneOperator.Testing.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    private const string Before = """
        {volumes: [{name: v, emptyDir: {}}], imagePullSecrets: [{name: s}],
         containers: [{name: a, image: "a:1", args: [x], ports: [{containerPort: 80, name: http}], env: [{name: E, value: "1"}]}, {name: b, image: "b:1"}]}
        """;

    [Theory]
    [InlineData(
        "{containers: [{name: a, image: 'a:2'}]}",
        "containers",
        """[{"name":"a","image":"a:2","args":["x"],"ports":[{"containerPort":80,"name":"http"}],"env":[{"name":"E","value":"1"}]},{"name":"b","image":"b:1"}]""")]
    [InlineData(
        "{containers: [{name: c, image: c}]}",
        "containers",
        """[{"name":"a","image":"a:1","args":["x"],"ports":[{"containerPort":80,"name":"http"}],"env":[{"name":"E","value":"1"}]},{"name":"b","image":"b:1"},{"name":"c","image":"c"}]""")]
    [InlineData("{containers: [{name: a, $patch: delete}]}", "containers", """[{"name":"b","image":"b:1"}]""")]
    [InlineData("{containers: [{$patch: replace}, {name: c, image: c}]}", "containers", """[{"name":"c","image":"c"}]""")]
    [InlineData(
        "{containers: [{name: b, $patch: delete}, {name: a, args: [y], env: [{name: F, value: '2'}], ports: null}]}",
        "containers",
        """[{"name":"a","image":"a:1","args":["y"],"env":[{"name":"E","value":"1"},{"name":"F","value":"2"}]}]""")]
    [InlineData(
        "{$setElementOrder/containers: [{name: b}, {name: a}]}",
        "containers",
        """[{"name":"b","image":"b:1"},{"name":"a","image":"a:1","args":["x"],"ports":[{"containerPort":80,"name":"http"}],"env":[{"name":"E","value":"1"}]}]""")]
    [InlineData(
        "{volumes: [{name: v, $retainKeys: [name, hostPath], hostPath: {path: /x}}]}",
        "volumes",
        """[{"name":"v","hostPath":{"path":"/x"}}]""")]
    [InlineData("{volumes: [{name: v, $patch: replace, hostPath: {path: /x}}]}", "volumes", """[{"name":"v","hostPath":{"path":"/x"}}]""")]
    [InlineData("{imagePullSecrets: null}", "imagePullSecrets", "null")]
    public void Lists_merge_by_their_keys(string patch, string field, string expected)
    {
        var result = Patch(patch);

        Assert.Equal(expected, result["spec"]![field]?.ToJsonString() ?? "null");
    }

    [Fact]
    public void Values_of_a_primitive_list_come_and_go()
    {
        var kind = BuiltInKinds.Find("v1", "ConfigMap")!;
        var target = JsonNode.Parse("""{"metadata":{"finalizers":["a","b"]}}""")!.AsObject();

        var added = StrategicMergePatch.Apply(kind, target, JsonNode.Parse("""{"metadata":{"finalizers":["c","a"]}}""")!.AsObject());
        var removed = StrategicMergePatch.Apply(
            kind, added, JsonNode.Parse("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""")!.AsObject());

        Assert.Equal("""["a","b","c"]""", added["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Equal("""["b","c"]""", removed["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{containers: [{image: x}]}")]
    [InlineData("{containers: [{name: a, $patch: grow}]}")]
    public void Patch_that_cannot_be_merged_is_refused(string patch) =>
        Assert.False(Assert.Throws<PatchException>(() => Patch(patch)).Unprocessable);

    private static JsonObject Patch(string spec) => StrategicMergePatch.Apply(
        BuiltInKinds.Find("v1", "Pod")!,
        SampleCrd.Yaml("{spec: " + Before.ReplaceLineEndings(" ") + "}"),
        SampleCrd.Yaml("{spec: " + spec + "}"));
}
