using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class PatchTests : ApiTest
{
    [Fact]
    public async Task A_json_patch_is_all_or_nothing()
    {
        await CreateConfigMapAsync("a");

        var refused = Expect(422, await Api.PatchAsync(
            $"{ConfigMaps}/a",
            """[{"op":"add","path":"/data/b","value":"2"},{"op":"test","path":"/data/a","value":"9"}]""",
            ApiClient.Json));

        Assert.Equal("the server rejected our request due to an error in our request", refused.Message);
        Assert.Null((await Api.GetAsync($"{ConfigMaps}/a"))["data"]["b"]);
    }

    [Fact]
    public async Task A_json_patch_that_fits_is_applied()
    {
        await CreateConfigMapAsync("a");

        var patched = Expect(200, await Api.PatchAsync(
            $"{ConfigMaps}/a",
            """[{"op":"test","path":"/data/a","value":"1"},{"op":"replace","path":"/data/a","value":"2"}]""",
            ApiClient.Json));

        Assert.Equal("2", patched.Text("data", "a"));
    }

    [Fact]
    public async Task A_merge_patch_removes_with_null()
    {
        await CreateConfigMapAsync("a");

        Assert.Null(Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", """{"data":{"a":null,"b":"2"}}"""))["data"]["a"]);
    }

    [Fact]
    public async Task A_patch_with_an_old_version_is_a_conflict()
    {
        await CreateConfigMapAsync("a");

        Assert.Equal(
            "Conflict",
            Expect(409, await Api.PatchAsync($"{ConfigMaps}/a", """{"metadata":{"resourceVersion":"1"},"data":{"b":"2"}}""")).Reason);
    }

    [Fact]
    public async Task A_strategic_patch_merges_containers_by_name()
    {
        Expect(201, await Api.CreateAsync(Deployments, Deployment("web")));

        var patched = Expect(200, await Api.PatchAsync(
            $"{Deployments}/web",
            """{"spec":{"template":{"spec":{"containers":[{"name":"d","image":"example.com/d:1"}]}}}}""",
            ApiClient.Strategic));

        var names = patched["spec"]["template"]!["spec"]!["containers"]!.AsArray().Select(container => container!["name"]!.ToString());
        Assert.Equal(["c", "d"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_kind_of_patch_is_refused()
    {
        await CreateConfigMapAsync("a");

        Assert.Equal("UnsupportedMediaType", Expect(415, await Api.PatchAsync($"{ConfigMaps}/a", "{}", "application/unheard-of")).Reason);
    }
}
