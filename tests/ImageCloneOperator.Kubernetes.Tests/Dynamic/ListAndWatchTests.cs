using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Transport;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Dynamic;

public sealed class ListAndWatchTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private readonly KubernetesClient _client = cluster.Client;

    [Fact]
    public async Task Pages_make_up_the_whole_list_as_it_was_at_the_first()
    {
        var ns = await cluster.NamespaceAsync();
        for (var i = 0; i < 5; i++)
            await cluster.SecretAsync(ns, $"s{i}");

        var pages = new List<ListPage<V1Secret>>();
        do
        {
            pages.Add(await _client.ListAsync<V1Secret>(
                new() { Namespace = ns, Limit = 2, Continue = pages.LastOrDefault()?.Continue }, Bound.Token()));
            await cluster.SecretAsync(ns, $"a-later{pages.Count}");
        }
        while (pages[^1].Continue is not null);

        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], pages.SelectMany(page => page.Items).Select(secret => secret.Metadata.Name));
        Assert.Single(pages.Select(page => page.ResourceVersion).Distinct());
    }

    [Fact]
    public async Task Only_metadata_comes_when_no_more_is_asked_for()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.SecretAsync(ns, "s");

        var list = await _client.ListAsync<V1Secret>(new() { Namespace = ns, MetadataOnly = true }, Bound.Token());
        await _client.PatchAsync<V1Secret>("s", ns, Patch.Merge(new() { ["immutable"] = true }), null, Bound.Token());
        var watched = await NextAsync(new() { Namespace = ns, ResourceVersion = list.ResourceVersion, MetadataOnly = true });

        Assert.All([list.Items.Single(), watched.Object], secret =>
        {
            Assert.Equal(("v1", "Secret", "s"), (secret.ApiVersion, secret.Kind, secret.Metadata.Name));
            Assert.Null(secret.Data);
        });
    }

    [Fact]
    public async Task A_watch_tells_what_happens_after_the_list()
    {
        var ns = await cluster.NamespaceAsync();
        var list = await _client.ListAsync<V1Secret>(new() { Namespace = ns }, Bound.Token());
        await cluster.SecretAsync(ns, "s");
        await _client.PatchAsync<V1Secret>("s", ns, Patch.Merge(new() { ["type"] = "Opaque", ["immutable"] = true }), null, Bound.Token());
        await _client.DeleteAsync<V1Secret>("s", ns, null, Bound.Token());

        var types = await _client.WatchAsync<V1Secret>(new() { Namespace = ns, ResourceVersion = list.ResourceVersion }, Bound.Token())
            .Take(3).Select(change => change.Type).ToListAsync();

        Assert.Equal([WatchEventType.Added, WatchEventType.Modified, WatchEventType.Deleted], types);
    }

    [Fact]
    public async Task A_watch_from_the_forgotten_past_is_told_so()
    {
        var ns = await cluster.NamespaceAsync();
        var list = await _client.ListAsync<V1Secret>(new() { Namespace = ns }, Bound.Token());
        await cluster.SecretAsync(ns, "s");
        cluster.Server.Compact();

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(
            () => NextAsync(new() { Namespace = ns, ResourceVersion = list.ResourceVersion }));

        Assert.True(exception.IsGone);
    }

    private async Task<WatchEvent<V1Secret>> NextAsync(WatchOptions options) =>
        await _client.WatchAsync<V1Secret>(options, Bound.Token()).FirstAsync();
}
