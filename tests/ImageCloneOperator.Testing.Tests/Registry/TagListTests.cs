using System.Net;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class TagListTests
{
    [Theory]
    [InlineData("", "a b c d", null)]
    [InlineData("?n=2", "a b", "last=b&n=2")]
    [InlineData("?n=2&last=b", "c d", null)]
    [InlineData("?last=c", "d", null)]
    [InlineData("?n=0", "", null)]
    public async Task Tags_are_listed_in_order_and_page_by_page(string query, string expected, string? next)
    {
        await using var registry = await StartAsync();
        var repository = new SampleRepository(registry.Server.Samples, Repository);
        foreach (var tag in "cadb")
            await repository.IndexAsync([], tag.ToString());
        using var response = await registry.GetAsync($"/v2/{Repository}/tags/list{query}");

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(Repository, (string?)body["name"]);
        Assert.Equal(expected, string.Join(' ', body["tags"]!.AsArray()));
        Assert.Equal(next is null ? null : $"</v2/{Repository}/tags/list?{next}>; rel=\"next\"", Header(response, "Link"));
    }

    [Fact]
    public async Task An_unknown_repository_has_no_list()
    {
        await using var registry = await StartAsync();
        using var response = await registry.GetAsync("/v2/no/such/tags/list");

        await AssertErrorAsync(response, HttpStatusCode.NotFound, "NAME_UNKNOWN");
    }
}
