using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Testing.KubeApi.Faults;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

/// <summary>Replicas share keys on an API server; a lease is short here.</summary>
public sealed class MembershipTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 100).Select(i => $"key-{i}")];

    [Fact]
    public async Task Each_key_is_owned_by_one_of_those_that_live()
    {
        var ns = await cluster.NamespaceAsync();
        await using var a = new Member("a", ns, cluster.Client);
        await Eventually.True(() => a.Sees == "a");
        Assert.True(Keys.All(a.Owns));

        await using var b = new Member("b", ns, cluster.Client);
        await using var c = new Member("c", ns, cluster.Client);

        Member[] all = [a, b, c];
        await Eventually.True(() => all.All(member => member.Sees == "a,b,c"));
        Assert.All(Keys, key => Assert.Single(all, member => member.Owns(key)));
        Assert.All(all, member => Assert.Equal(3, member.Shares));
    }

    [Fact]
    public async Task Member_that_goes_is_followed_at_once_and_not_before_its_work_has_ended()
    {
        var ns = await cluster.NamespaceAsync();
        await using var a = new Member("a", ns, cluster.Client);
        var end = new TaskCompletionSource();
        var b = new Member("b", ns, cluster.Client) { LastWork = () => end.Task };
        await Eventually.True(() => a.Sees == "a,b" && b.Sees == "a,b");

        var going = b.DisposeAsync();
        await Eventually.True(async () => await RenewalsAsync(ns) > 3);
        Assert.Equal("a,b", a.Sees);
        end.SetResult();
        await going;

        await Eventually.True(() => a.Sees == "a");
        Assert.Null(await cluster.Client.GetAsync<V1Lease>("b", ns, Bound.Token()));
    }

    [Fact]
    public async Task Member_that_is_cut_off_stops_before_others_take_over_and_comes_back_once_its_lease_has_gone()
    {
        var ns = await cluster.NamespaceAsync();
        await using var a = new Member("a", ns, cluster.Client);
        await using var b = new Member("b", ns, cluster.Client);
        await Eventually.True(() => a.Sees == "a,b" && b.Sees == "a,b");

        var cut = cluster.Server.Faults.Add(new ApiFault("update", "leases") { Name = "b", Code = 500, Times = int.MaxValue });
        await Eventually.True(() => !b.Works);
        Assert.Equal(("a,b", ""), (a.Sees, b.Sees));
        await Eventually.True(() => a.Sees == "a");
        Assert.Equal(2, a.Shares);

        // It cannot renew the old one: it is back only once that has been deleted.
        await Eventually.True(() => a.Sees == "a,b");
        cluster.Server.Faults.Clear();
        Assert.True(cut.Served > 0);
    }

    private int _renewals;
    private string? _version;

    /// <summary>How many renewals of the first member have been seen since the test began.</summary>
    private async Task<int> RenewalsAsync(string ns)
    {
        var lease = await cluster.Client.GetAsync<V1Lease>("a", ns, Bound.Token());
        if (lease!.Metadata.ResourceVersion != _version) _renewals++;
        _version = lease.Metadata.ResourceVersion;
        return _renewals;
    }
}
