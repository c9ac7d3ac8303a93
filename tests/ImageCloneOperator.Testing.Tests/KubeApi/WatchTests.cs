using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class WatchTests : ApiTest
{
    private string Watch(string query = "") => $"{ConfigMaps}?watch=true&timeoutSeconds=60&labelSelector=mine{query}";

    [Fact]
    public async Task A_life_is_told_from_a_version_on()
    {
        var start = Expect(200, await Api.GetAsync(ConfigMaps)).Version;
        using var watch = await Api.WatchAsync(Watch($"&resourceVersion={start}"));

        await CreateConfigMapAsync("a", ""","labels":{"mine":""}""");
        Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", """{"data":{"a":"2"}}"""));
        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/a"));

        Assert.Equal("ADDED a", await watch.NextNameAsync());
        Assert.Equal("MODIFIED a", await watch.NextNameAsync());
        Assert.Equal("DELETED a", await watch.NextNameAsync());
    }

    [Fact]
    public async Task A_watch_resumes_where_it_was()
    {
        var created = await CreateConfigMapAsync("a", ""","labels":{"mine":""}""");
        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/a"));

        using var watch = await Api.WatchAsync(Watch($"&resourceVersion={created.Version}"));

        Assert.Equal("DELETED a", await watch.NextNameAsync());
    }

    [Fact]
    public async Task Without_a_version_it_begins_with_what_is_there()
    {
        await CreateConfigMapAsync("a", ""","labels":{"mine":""}""");

        using var watch = await Api.WatchAsync(Watch());

        Assert.Equal("ADDED a", await watch.NextNameAsync());
    }

    [Fact]
    public async Task Object_leaving_selection_is_deleted_for_the_watcher()
    {
        var created = await CreateConfigMapAsync("a", ""","labels":{"mine":""}""");
        using var watch = await Api.WatchAsync(Watch($"&resourceVersion={created.Version}"));

        var changed = Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", """{"metadata":{"labels":null}}"""));
        var (type, obj) = (await watch.NextAsync())!.Value;

        Assert.Equal("DELETED", type);
        Assert.Equal(changed.Version, obj["metadata"]!["resourceVersion"]!.ToString());
        Assert.NotNull(obj["metadata"]!["labels"]!["mine"]);
        Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", """{"metadata":{"labels":{"mine":""}}}"""));
        Assert.Equal("ADDED a", await watch.NextNameAsync());
    }

    [Fact]
    public async Task A_watch_ends_in_its_time()
    {
        using var watch = await Api.WatchAsync($"{ConfigMaps}?watch=true&timeoutSeconds=1&labelSelector=mine");

        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task Events_are_told_as_tables_too()
    {
        await CreateConfigMapAsync("a", ""","labels":{"mine":""}""");
        using var watch = await Api.WatchAsync(Watch(), "application/json;as=Table;g=meta.k8s.io;v=v1");

        var (_, first) = (await watch.NextAsync())!.Value;
        Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", """{"data":{"b":"2"}}"""));
        var (type, second) = (await watch.NextAsync())!.Value;

        Assert.NotEmpty(first["columnDefinitions"]!.AsArray());
        Assert.Equal("MODIFIED", type);
        Assert.Equal(2, (int)second["rows"]![0]!["cells"]![1]!);
    }
}
