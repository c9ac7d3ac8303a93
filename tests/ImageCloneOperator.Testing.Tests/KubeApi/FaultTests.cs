using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

/// <summary>Trouble on demand, which only the dev cluster gives.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    private ApiServer? _server;
    private ApiClient? _api;

    private ApiServer Server => _server!;

    private ApiClient Api => _api!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync(new ApiServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(20) });
        _api = new ApiClient(new TestKubeconfig(_server.AdminKubeconfig).CreateClient());
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task A_verb_fails_as_often_as_asked()
    {
        var fault = Server.Faults.Fail("create", "configmaps", 429, times: 2, retryAfter: TimeSpan.FromSeconds(3));

        var refused = ApiTest.Expect(429, await CreateAsync("a"));
        ApiTest.Expect(429, await CreateAsync("a"));
        ApiTest.Expect(201, await CreateAsync("a"));

        Assert.Equal("TooManyRequests", refused.Reason);
        Assert.Equal("3", refused.Text("details", "retryAfterSeconds"));
        Assert.Equal(2, fault.Served);
    }

    [Fact]
    public async Task A_lost_response_hides_a_write_that_was_made()
    {
        Server.Faults.LoseResponse("create", "configmaps");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CreateAsync("a"));

        ApiTest.Expect(409, await CreateAsync("a"));
    }

    [Fact]
    public async Task Dropped_watches_break()
    {
        using var watch = await Api.WatchAsync($"{ConfigMaps}?watch=true&fieldSelector=metadata.name%3Da");
        ApiTest.Expect(201, await CreateAsync("a"));
        Assert.Equal("ADDED a", await watch.NextNameAsync());

        Server.Faults.DropWatches("configmaps");

        await Assert.ThrowsAnyAsync<IOException>(async () => await watch.NextAsync());
    }

    [Fact]
    public async Task After_a_compaction_the_past_is_gone()
    {
        var first = ApiTest.Expect(201, await CreateAsync("a"));
        ApiTest.Expect(201, await CreateAsync("b"));
        var page = ApiTest.Expect(200, await Api.GetAsync($"{ConfigMaps}?limit=1"));

        ApiTest.Expect(201, await CreateAsync("c"));
        Server.Compact();

        using var watch = await Api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={first.Version}");
        var (type, obj) = (await watch.NextAsync())!.Value;
        Assert.Equal(("ERROR", "410", "Expired"), (type, obj["code"]!.ToString(), obj["reason"]!.ToString()));
        var expired = ApiTest.Expect(410, await Api.GetAsync($"{ConfigMaps}?limit=1&continue={page.Text("metadata", "continue")}"));
        Assert.NotEmpty(
            ApiTest.Expect(200, await Api.GetAsync($"{ConfigMaps}?limit=1&continue={expired.Text("metadata", "continue")}")).ItemNames());
    }

    [Fact]
    public async Task A_quiet_watch_gets_bookmarks()
    {
        var created = ApiTest.Expect(201, await CreateAsync("a"));
        using var watch = await Api.WatchAsync($"{ConfigMaps}?watch=true&allowWatchBookmarks=true&resourceVersion={created.Version}");

        var (type, obj) = (await watch.NextAsync())!.Value;

        Assert.Equal("BOOKMARK", type);
        Assert.Equal("ConfigMap", obj["kind"]!.ToString());
    }

    [Fact]
    public async Task The_server_goes_and_comes_back_with_everything()
    {
        var created = ApiTest.Expect(201, await CreateAsync("a"));
        using var watch = await Api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={created.Version}");

        await Server.StopAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Api.GetAsync(ConfigMaps));
        await Assert.ThrowsAnyAsync<IOException>(async () => await watch.NextAsync());
        await Server.ResumeAsync();

        Assert.Equal(created.Version, ApiTest.Expect(200, await Api.GetAsync($"{ConfigMaps}/a")).Version);
    }

    [Fact]
    public async Task A_data_directory_keeps_objects_and_credentials()
    {
        var directory = Directory.CreateTempSubdirectory("devcluster-");
        try
        {
            var options = new ApiServerOptions { DataDirectory = directory.FullName };
            string kubeconfig;
            Answer created;
            await using (var first = await ApiServer.StartAsync(options))
            {
                options = options with { Port = first.Url.Port };
                kubeconfig = first.AdminKubeconfig;
                created = ApiTest.Expect(
                    201,
                    await new ApiClient(new TestKubeconfig(kubeconfig).CreateClient()).CreateAsync(ConfigMaps, ApiTest.ConfigMap("kept")));
            }

            await using var second = await ApiServer.StartAsync(options);
            var kept = ApiTest.Expect(
                200, await new ApiClient(new TestKubeconfig(kubeconfig).CreateClient()).GetAsync($"{ConfigMaps}/kept"));

            Assert.Equal(created.Text("metadata", "uid"), kept.Text("metadata", "uid"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private Task<Answer> CreateAsync(string name) => Api.CreateAsync(ConfigMaps, ApiTest.ConfigMap(name));
}
