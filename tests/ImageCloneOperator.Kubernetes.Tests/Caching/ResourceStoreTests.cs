using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Caching;

public sealed class ResourceStoreTests : IAsyncLifetime
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
    public async Task An_index_follows_its_objects()
    {
        _api.Put("a-red");
        _api.Put("b-red");
        await using var fixture = await WatchingAsync();

        Assert.Equal(["a-red", "b-red"], Named("red"));
        _api.Tell("DELETED", _api.Remove("a-red"));
        _api.Tell("ADDED", _api.Put("c-blue"));
        await Eventually.True(() => Named("blue") is ["c-blue"]);
        Assert.Equal(["b-red"], Named("red"));

        string[] Named(string color) =>
            [.. fixture.Cache.ByIndex("color", color).Select(item => item.Metadata.Name!).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task An_index_moves_an_object_whose_values_change()
    {
        _api.Put("a");
        await using var fixture = await WatchingAsync(options => options.Indexes["version"] = item => [item.Metadata.ResourceVersion!]);
        var before = fixture.Cache.List()[0].Metadata.ResourceVersion!;
        var changed = _api.Put("a");
        _api.Tell("MODIFIED", changed);
        var after = (string)changed["metadata"]!["resourceVersion"]!;

        await Eventually.True(() => fixture.Cache.ByIndex("version", after).Count is 1);
        Assert.Empty(fixture.Cache.ByIndex("version", before));
    }

    [Fact]
    public async Task An_index_added_late_finds_what_is_there_and_an_unknown_one_is_an_error()
    {
        _api.Put("a");
        await using var fixture = await WatchingAsync();
        fixture.Cache.AddIndex("late", item => [item.Metadata.NamespaceProperty!]);

        Assert.Single(fixture.Cache.ByIndex("late", "default"));
        Assert.Throws<ArgumentException>(() => fixture.Cache.ByIndex("unknown", "x"));
    }

    [Fact]
    public async Task An_index_or_handler_that_throws_keeps_no_object_out_and_no_other_handler_uninformed()
    {
        _api.Put("a");
        await using var fixture = new CacheFixture<V1Secret>(
            _client, options => options.Indexes["bad"] = _ => throw new InvalidOperationException("bad index"));
        using var bad = fixture.Cache.Subscribe(_ => throw new InvalidOperationException("bad handler"));
        var told = new List<string>();
        using var good = fixture.Cache.Subscribe(change => told.Add(change.Object.Metadata.Name!));
        await Eventually.True(() => _api.OpenWatches is 1);
        _api.Tell("ADDED", _api.Put("b"));

        await Eventually.True(() => fixture.Cache.Count is 2);
        await Eventually.True(() => told.Count is 2);
    }

    [Fact]
    public async Task A_late_handler_is_told_of_what_is_there_and_one_that_left_of_nothing()
    {
        _api.Put("a");
        await using var fixture = await WatchingAsync();
        var told = new List<string>();
        var subscription = fixture.Cache.Subscribe(change => told.Add(change.Object.Metadata.Name!));
        Assert.Equal(["a"], told);

        subscription.Dispose();
        _api.Tell("ADDED", _api.Put("b"));
        await Eventually.True(() => fixture.Cache.Count is 2);
        Assert.Equal(["a"], told);
    }

    [Fact]
    public async Task An_update_carries_both_states_and_a_deletion_the_last()
    {
        var first = (string)_api.Put("a")["metadata"]!["resourceVersion"]!;
        await using var fixture = await WatchingAsync();
        var changes = new List<CacheChange<V1Secret>>();
        using var subscription = fixture.Cache.Subscribe(changes.Add);
        var changed = _api.Put("a");
        _api.Tell("MODIFIED", changed);
        _api.Tell("DELETED", _api.Remove("a"));

        await Eventually.True(() => changes.Count is 3);
        Assert.Equal(first, changes[1].Old!.Metadata.ResourceVersion);
        Assert.Equal((string)changed["metadata"]!["resourceVersion"]!, changes[1].New!.Metadata.ResourceVersion);
        Assert.Null(changes[2].New);
        Assert.Equal("a", changes[2].Old!.Metadata.Name);
    }

    [Fact]
    public async Task Store_keeps_what_transform_leaves_and_every_object_knows_its_type()
    {
        _api.Put("a");
        await using var fixture = await WatchingAsync(options => options.Transform = item =>
        {
            item.Metadata.Uid = null;
            return item;
        });

        var kept = fixture.Cache.Get(new EntityKey("default", "a"))!;
        Assert.Null(kept.Metadata.Uid);
        Assert.Equal(("v1", "Secret"), (kept.ApiVersion, kept.Kind));
    }

    private async Task<CacheFixture<V1Secret>> WatchingAsync(Action<ResourceCacheOptions<V1Secret>>? configure = null)
    {
        var fixture = new CacheFixture<V1Secret>(_client, options =>
        {
            options.Indexes["color"] = item => [item.Metadata.Name!.Split('-')[^1]];
            configure?.Invoke(options);
        });
        await Eventually.True(() => _api.OpenWatches is 1);
        return fixture;
    }
}
