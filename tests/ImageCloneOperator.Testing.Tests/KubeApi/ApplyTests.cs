using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class ApplyTests : ApiTest
{
    [Fact]
    public async Task Apply_creates_and_then_owns()
    {
        var created = Expect(201, await ApplyAsync("one", "1"));

        var entry = Assert.Single(created["metadata"]["managedFields"]!.AsArray())!;
        Assert.Equal("one", entry["manager"]!.ToString());
        Assert.Equal("Apply", entry["operation"]!.ToString());
        Assert.NotNull(entry["fieldsV1"]!["f:data"]!["f:k"]);
    }

    [Fact]
    public async Task Another_manager_needs_force()
    {
        Expect(201, await ApplyAsync("one", "1"));

        var refused = Expect(409, await ApplyAsync("two", "2"));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .data.k", refused.Message);
        Assert.Equal("FieldManagerConflict", refused["details"]["causes"]![0]!["reason"]!.ToString());

        Assert.Equal("2", Expect(200, await ApplyAsync("two", "2", "&force=true")).Text("data", "k"));
    }

    [Fact]
    public async Task Field_no_longer_applied_goes()
    {
        Expect(201, await ApplyAsync("one", "1"));

        var applied = Expect(200, await Api.PatchAsync(
            $"{ConfigMaps}/a?fieldManager=one", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", ApiClient.Apply));

        Assert.Null(applied.Body!["data"]);
    }

    [Fact]
    public async Task Applying_the_same_again_writes_nothing()
    {
        var first = Expect(201, await ApplyAsync("one", "1"));

        Assert.Equal(first.Version, Expect(200, await ApplyAsync("one", "1")).Version);
    }

    [Fact]
    public async Task Apply_must_say_who_applies()
    {
        var refused = Expect(422, await Api.PatchAsync($"{ConfigMaps}/a", ConfigMap("a"), ApiClient.Apply));

        Assert.Equal(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch", refused.Message);
    }

    [Fact]
    public async Task Yaml_can_be_applied()
    {
        var created = Expect(201, await Api.PatchAsync(
            $"{ConfigMaps}/a?fieldManager=one",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: 'true'\n",
            ApiClient.Apply));

        Assert.Equal("true", created.Text("data", "k"));
    }

    private Task<Answer> ApplyAsync(string manager, string value, string query = "") => Api.PatchAsync(
        $"{ConfigMaps}/a?fieldManager={manager}{query}",
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"{{{value}}}"}}""",
        ApiClient.Apply);
}
