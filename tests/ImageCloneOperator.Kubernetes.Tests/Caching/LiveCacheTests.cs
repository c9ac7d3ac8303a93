using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Caching;

public sealed class LiveCacheTests : IAsyncLifetime
{
    private readonly LiveCluster _cluster = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Cache_knows_present_and_later_objects()
    {
        foreach (var i in Enumerable.Range(10, 25)) await _cluster.CreateAsync($"s{i}");
        await using var fixture = await SyncedAsync(options => options.PageSize = 10);
        Assert.Equal(25, fixture.Cache.Count);

        await _cluster.CreateAsync("later");
        await _cluster.AnnotateAsync("later", "x");
        await _cluster.DeleteAsync("later");
        await Eventually.True(() => fixture.Told.Contains("-later"));
        Assert.Equal(["+later", "~later", "-later"], fixture.Told.TakeLast(3));
    }

    [Fact]
    public async Task A_dropped_watch_goes_on_where_it_was()
    {
        await _cluster.CreateAsync("a");
        await using var fixture = await SyncedAsync();
        await _cluster.AnnotateAsync("a", "seen");
        await Eventually.True(() => fixture.Told.Count is 2);
        _cluster.Server.Faults.DropWatches("secrets");
        await _cluster.CreateAsync("b");

        await Eventually.True(() => fixture.Told.Contains("+b"));
        Assert.Equal(["+a", "~a", "+b"], fixture.Told);
        Assert.Equal(1, fixture.Meters.Sum("kubernetes.cache.lists"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deletion_missed_while_disconnected_is_noticed(bool forgotten)
    {
        await _cluster.CreateAsync("kept");
        await _cluster.CreateAsync("gone");
        await using var fixture = await SyncedAsync();
        _cluster.Server.Faults.Fail("watch", "secrets", 500, times: 1_000_000);
        _cluster.Server.Faults.DropWatches("secrets");
        await Eventually.True(() => fixture.Restarts("Failed") > 2);
        await _cluster.DeleteAsync("gone");
        if (forgotten) _cluster.Server.Compact();
        Assert.Equal(["gone", "kept"], fixture.Names);

        _cluster.Server.Faults.Clear();
        await Eventually.True(() => fixture.Told.Contains("-gone"));
        Assert.Equal(["kept"], fixture.Names);
        Assert.Equal(forgotten ? 2 : 1, fixture.Meters.Sum("kubernetes.cache.lists"));
    }

    [Fact]
    public async Task A_server_that_goes_and_comes_back_is_found_again()
    {
        await _cluster.CreateAsync("a");
        await using var fixture = await SyncedAsync();
        await _cluster.Server.StopAsync();
        await Eventually.True(() => fixture.Restarts("Failed") > 2);
        Assert.Equal(["a"], fixture.Names);
        Assert.Null(fixture.Cache.NotReadyBecause);

        await _cluster.Server.ResumeAsync();
        await _cluster.CreateAsync("b");
        await Eventually.True(() => fixture.Told.Contains("+b"));
        Assert.Equal(["+a", "+b"], fixture.Told);
    }

    [Fact]
    public async Task A_server_that_cannot_list_yet_is_waited_for()
    {
        await _cluster.CreateAsync("a");
        _cluster.Server.Faults.Fail("list", "secrets", 503, times: 10);
        await using var fixture = await SyncedAsync();

        Assert.Equal(["a"], fixture.Names);
        Assert.Equal(10, fixture.Restarts("Failed"));
    }

    [Fact]
    public async Task Without_permission_the_reason_is_said()
    {
        await _cluster.Client.CreateAsync(
            new V1ServiceAccount { Metadata = new() { Name = "nobody", NamespaceProperty = LiveCluster.Namespace } },
            CancellationToken.None);
        using var client = _cluster.ClientOf("nobody");
        await using var fixture = new CacheFixture<V1Secret>(client);

        await Eventually.True(() => fixture.Cache.NotReadyBecause?.Contains(
            "grant this program's account the verbs get, list and watch", StringComparison.Ordinal) is true);
        Assert.Contains("secrets", fixture.Cache.NotReadyBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_of_metadata_holds_nothing_else()
    {
        await _cluster.CreateAsync("a", secret => secret.Data = new Dictionary<string, byte[]> { ["key"] = [1, 2, 3] });
        await using var fixture = await SyncedAsync(options => options.MetadataOnly = true);
        await _cluster.CreateAsync("b", secret => secret.Data = new Dictionary<string, byte[]> { ["key"] = [1, 2, 3] });

        await Eventually.True(() => fixture.Cache.Count is 2);
        Assert.All(fixture.Cache.List(), secret => Assert.Null(secret.Data));
        Assert.All(fixture.Cache.List(), secret => Assert.Equal("Secret", secret.Kind));
    }

    [Fact]
    public async Task Cache_drops_last_applied_annotation()
    {
        await _cluster.CreateAsync("a", secret => secret.Metadata.Annotations = new Dictionary<string, string>
        {
            ["kubectl.kubernetes.io/last-applied-configuration"] = "{}",
            ["kept"] = "x",
        });
        await using var fixture = await SyncedAsync();

        Assert.Equal(["kept"], fixture.Cache.List()[0].Metadata.Annotations!.Keys);
    }

    [Fact]
    public async Task An_object_that_no_longer_matches_the_selector_is_deleted()
    {
        await _cluster.CreateAsync("a", secret => secret.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" });
        await _cluster.CreateAsync("b");
        await using var fixture = await SyncedAsync(options => options.LabelSelector = "app=web");
        Assert.Equal(["a"], fixture.Names);

        await _cluster.Client.PatchAsync<V1Secret>(
            "a", LiveCluster.Namespace, Patch.Json(JsonPatchOperation.Remove("/metadata/labels")), null, CancellationToken.None);
        await Eventually.True(() => fixture.Told.Contains("-a"));
    }

    private async Task<CacheFixture<V1Secret>> SyncedAsync(Action<ResourceCacheOptions<V1Secret>>? configure = null)
    {
        var fixture = new CacheFixture<V1Secret>(_cluster.Client, options =>
        {
            options.Namespace = LiveCluster.Namespace;
            configure?.Invoke(options);
        });
        await fixture.SyncAsync();
        return fixture;
    }
}
