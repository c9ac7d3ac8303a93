using ImageCloneOperator.Kubernetes.Dynamic;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Caching;

public sealed class ReflectorTests : IAsyncLifetime
{
    private ScriptedApi _api = null!;
    private KubernetesClient _client = null!;

    public async Task InitializeAsync()
    {
        _api = await ScriptedApi.StartAsync();
        _client = _api.Client();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_list_is_read_in_pages()
    {
        foreach (var i in Enumerable.Range(0, 7)) _api.Put($"s{i}");
        await using var fixture = new CacheFixture<V1Secret>(_client, options => options.PageSize = 3);
        await fixture.SyncAsync();

        Assert.Equal(7, fixture.Cache.Count);
        Assert.Equal(3, _api.Lists.Count());
        Assert.All(_api.Lists, list => Assert.Contains("limit=3", list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_arrive_in_order_and_twins_of_what_is_known_are_not_told()
    {
        await using var fixture = await WatchingAsync();
        var added = _api.Put("a");
        _api.Tell("ADDED", added);
        _api.Tell("ADDED", added);
        _api.Tell("MODIFIED", _api.Put("a"));
        _api.Tell("DELETED", _api.Remove("a"));
        _api.Tell("ADDED", _api.Put("b"));

        await Eventually.True(() => fixture.Told.Contains("+b"));
        Assert.Equal(["+a", "~a", "-a", "+b"], fixture.Told);
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_from_the_last_bookmark()
    {
        await using var fixture = await WatchingAsync();
        _api.TellBookmark("777");
        await Eventually.True(() => fixture.Meters.Sum("kubernetes.cache.watch.events") is 1);
        _api.EndWatches();

        await Eventually.True(() => _api.Watches.Count() is 2);
        Assert.Contains("resourceVersion=777", _api.Watches.Last(), StringComparison.Ordinal);
        Assert.Single(_api.Lists);
    }

    [Fact]
    public async Task Watches_ask_for_bookmarks_and_for_an_end_in_time()
    {
        await using var fixture = await WatchingAsync();

        Assert.Contains("allowWatchBookmarks=true", _api.Watches.Single(), StringComparison.Ordinal);
        Assert.Matches(@"timeoutSeconds=([3-5]\d\d|600)", _api.Watches.Single());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_that_is_too_old_lists_anew_and_tells_what_was_missed(bool inStream)
    {
        foreach (var name in new[] { "kept", "changed", "gone" }) _api.Put(name);
        await using var fixture = await WatchingAsync();
        fixture.Told.Clear();
        _api.Put("changed");
        _api.Remove("gone");
        _api.Put("new");
        if (inStream)
        {
            _api.TellError(410);
        }
        else
        {
            _api.Fail("watch", 410);
            _api.EndWatches();
        }

        await Eventually.True(() => fixture.Told.Count is 3);
        Assert.Equal(["+new", "-gone", "~changed"], fixture.Told.Order(StringComparer.Ordinal));
        Assert.Equal(["changed", "kept", "new"], fixture.Names);
        Assert.Equal(1, fixture.Restarts("Expired"));
    }

    [Fact]
    public async Task A_list_whose_page_expires_begins_anew_and_loses_nothing()
    {
        foreach (var i in Enumerable.Range(0, 5)) _api.Put($"s{i}");
        await using var fixture = await WatchingAsync(pageSize: 2);
        fixture.Told.Clear();
        _api.Remove("s0");
        _api.Fail("continue", 410, times: 3);
        _api.TellError(410);

        await Eventually.True(() => fixture.Told.Contains("-s0"));
        Assert.Equal(["-s0"], fixture.Told);
        Assert.Equal(4, fixture.Cache.Count);
    }

    [Fact]
    public async Task An_object_deleted_and_created_again_meanwhile_is_told_as_both()
    {
        _api.Put("a", uid: "first");
        await using var fixture = await WatchingAsync();
        fixture.Told.Clear();
        _api.Put("a", uid: "second");
        _api.TellError(410);

        await Eventually.True(() => fixture.Told.Count is 2);
        Assert.Equal(["-a", "+a"], fixture.Told);
    }

    [Fact]
    public async Task A_silent_watch_is_begun_anew_and_if_silent_again_listed()
    {
        var time = new ManualTimeProvider();
        var limit = TimeSpan.FromMinutes(1);
        await using var fixture = new CacheFixture<V1Secret>(_client, options => options.SilenceLimit = limit, time);
        await Eventually.True(() => _api.OpenWatches is 1);
        _api.Put("unheard");

        time.Advance(limit);
        await Eventually.True(() => _api.Watches.Count() is 2 && time.ArmedTimers is 1);
        Assert.Empty(fixture.Told);
        time.Advance(limit);
        await Eventually.True(() => fixture.Told.Contains("+unheard"));
        Assert.Equal(2, fixture.Restarts("Silent"));
    }

    [Theory]
    [InlineData(403, "grant this program's account")]
    [InlineData(404, "install the CustomResourceDefinition")]
    [InlineData(401, "does not accept this program's credentials")]
    public async Task Reflector_names_remedy_and_keeps_trying_when_refused(int code, string remedy)
    {
        _api.Fail("list", code, times: 5);
        await using var fixture = new CacheFixture<V1Secret>(
            _client, options => options.Backoff = new(TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(30)));

        await Eventually.True(() => fixture.Cache.NotReadyBecause?.Contains(remedy, StringComparison.Ordinal) is true);
        Assert.False(fixture.Cache.HasSynced);
        await fixture.SyncAsync();
        Assert.Null(fixture.Cache.NotReadyBecause);
        Assert.Equal(5, fixture.Restarts("Refused"));
    }

    [Fact]
    public async Task A_server_that_fails_for_long_is_tried_without_end()
    {
        _api.Put("a");
        _api.Fail("list", 500, times: 40);
        await using var fixture = new CacheFixture<V1Secret>(_client);

        await fixture.SyncAsync();
        Assert.Equal(["a"], fixture.Names);
        Assert.Equal(40, fixture.Restarts("Failed"));
    }

    [Fact]
    public async Task A_watch_that_fails_leaves_the_cache_readable_and_ready()
    {
        _api.Put("a");
        await using var fixture = await WatchingAsync();
        _api.Fail("watch", 500, times: 10);
        _api.EndWatches();

        await Eventually.True(() => fixture.Restarts("Failed") is 10);
        Assert.Null(fixture.Cache.NotReadyBecause);
        Assert.Equal(["a"], fixture.Names);
        Assert.Single(_api.Lists);
    }

    [Fact]
    public async Task Selectors_and_metadata_only_reach_the_server()
    {
        await using var fixture = await WatchingAsync(options =>
        {
            options.LabelSelector = "app=web";
            options.FieldSelector = "type=Opaque";
            options.MetadataOnly = true;
        });

        Assert.All(_api.Requests, request => Assert.Contains("labelSelector=app", request, StringComparison.Ordinal));
        Assert.All(_api.Requests, request => Assert.Contains("fieldSelector=type", request, StringComparison.Ordinal));
    }

    private Task<CacheFixture<V1Secret>> WatchingAsync(int pageSize) => WatchingAsync(options => options.PageSize = pageSize);

    private async Task<CacheFixture<V1Secret>> WatchingAsync(Action<Kubernetes.Caching.ResourceCacheOptions<V1Secret>>? configure = null)
    {
        var fixture = new CacheFixture<V1Secret>(_client, configure);
        await Eventually.True(() => _api.OpenWatches is 1);
        return fixture;
    }
}
