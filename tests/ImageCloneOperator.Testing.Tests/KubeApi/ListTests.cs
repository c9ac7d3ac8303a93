using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class ListTests : ApiTest
{
    private const string Mine = "labelSelector=mine";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 0; i < 5; i++)
            await CreateConfigMapAsync($"c{i}", $$""","labels":{"mine":"","n":"{{i}}","half":"{{(i < 3 ? "low" : "high")}}"}""");
    }

    [Theory]
    [InlineData("n=1", "c1")]
    [InlineData("n==1", "c1")]
    [InlineData("n in (1, 3)", "c1,c3")]
    [InlineData("mine,half!=low", "c3,c4")]
    [InlineData("half notin (low),mine", "c3,c4")]
    [InlineData("mine,!other", "c0,c1,c2,c3,c4")]
    [InlineData("n>2", "c3,c4")]
    public async Task Labels_select(string selector, string names)
    {
        var list = Expect(200, await Api.GetAsync($"{ConfigMaps}?labelSelector={Uri.EscapeDataString(selector)}"));

        Assert.Equal(names.Split(','), list.ItemNames());
    }

    [Fact]
    public async Task Fields_select()
    {
        Assert.Equal(["c2"], (await Api.GetAsync($"{ConfigMaps}?fieldSelector=metadata.name%3Dc2")).ItemNames());
        Assert.Equal(["c0", "c1", "c3", "c4"], (await Api.GetAsync($"{ConfigMaps}?{Mine}&fieldSelector=metadata.name!%3Dc2")).ItemNames());
        Assert.Equal(
            "\"data.a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
            Expect(400, await Api.GetAsync($"{ConfigMaps}?fieldSelector=data.a%3D1")).Message);
        Assert.Equal(
            "field label not supported: spec.a",
            Expect(400, await Api.GetAsync($"/api/v1/namespaces/{Namespace}/pods?fieldSelector=spec.a%3D1")).Message);
    }

    [Fact]
    public async Task Items_of_typed_lists_carry_no_type()
    {
        var list = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}"));

        Assert.Equal("ConfigMapList", list.Text("kind"));
        Assert.All(list["items"].AsArray(), item => Assert.Null(item!["kind"]));
    }

    [Fact]
    public async Task Pages_are_of_one_moment()
    {
        var first = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}&limit=2"));
        Assert.Equal(["c0", "c1"], first.ItemNames());
        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/c3"));
        await CreateConfigMapAsync("c31", ""","labels":{"mine":""}""");

        var second = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}&limit=2&continue={first.Text("metadata", "continue")}"));
        var third = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}&limit=2&continue={second.Text("metadata", "continue")}"));

        Assert.Equal(["c2", "c3"], second.ItemNames());
        Assert.Equal(["c4"], third.ItemNames());
        Assert.Equal(first.Version, third.Version);
        Assert.Equal("", third.Text("metadata", "continue"));
    }

    [Fact]
    public async Task Remaining_items_are_counted_unless_selected()
    {
        var all = Expect(200, await Api.GetAsync(ConfigMaps));
        // Controllers add ConfigMaps of their own to each new namespace.
        var page = Expect(200, await Api.GetAsync($"{ConfigMaps}?limit=2&resourceVersion={all.Version}&resourceVersionMatch=Exact"));
        var selected = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}&limit=2"));

        Assert.Equal(all["items"].AsArray().Count - 2, (int)page["metadata"]["remainingItemCount"]!);
        Assert.Null(selected["metadata"]["remainingItemCount"]);
    }

    [Fact]
    public async Task An_exact_version_shows_the_past()
    {
        var before = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}"));
        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/c0"));

        var past = Expect(200, await Api.GetAsync($"{ConfigMaps}?{Mine}&resourceVersion={before.Version}&resourceVersionMatch=Exact"));

        Assert.Equal(5, past.ItemNames().Length);
        Assert.Equal(before.Version, past.Version);
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact", 422)]
    [InlineData("resourceVersion=0&resourceVersionMatch=Exact", 422)]
    [InlineData("resourceVersion=x", 400)]
    [InlineData("continue=nonsense", 400)]
    [InlineData("labelSelector=a%3D%3D%3Db", 400)]
    public async Task Bad_options_are_refused(string query, int code)
    {
        Expect(code, await Api.GetAsync($"{ConfigMaps}?{query}"));
    }

    [Fact]
    public async Task A_version_of_the_future_times_out()
    {
        var refused = Expect(504, await Api.GetAsync($"{ConfigMaps}?resourceVersion=999999999999"));

        Assert.Equal("ResourceVersionTooLarge", refused["details"]["causes"]![0]!["reason"]!.ToString());
    }

    [Fact]
    public async Task Metadata_alone_can_be_asked_for()
    {
        var list = Expect(
            200, await Api.GetAsync($"{ConfigMaps}?{Mine}", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"));

        Assert.Equal("PartialObjectMetadataList", list.Text("kind"));
        Assert.All(list["items"].AsArray(), item => Assert.Null(((JsonObject)item!)["data"]));
    }
}
