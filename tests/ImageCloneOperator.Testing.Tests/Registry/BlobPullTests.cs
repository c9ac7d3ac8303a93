using System.Net;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class BlobPullTests
{
    private readonly byte[] _bytes = Bytes(3000);

    [Fact]
    public async Task HEAD_tells_length_and_digest()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        using var head = await registry.HeadAsync($"/v2/{Repository}/blobs/{digest}");

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(3000, head.Content.Headers.ContentLength);
        Assert.Equal(digest, Header(head, "Docker-Content-Digest"));
    }

    [Theory]
    [InlineData("bytes=500-1499", 500, 1500)]
    [InlineData("bytes=500-", 500, 3000)]
    [InlineData("bytes=-500", 2500, 3000)]
    [InlineData("bytes=2000-5000", 2000, 3000)]
    [InlineData("bytes=-5000", 0, 3000)]
    public async Task A_range_is_sent_alone(string range, int from, int to)
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        using var response = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}", ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {from}-{to - 1}/3000", Header(response, "Content-Range"));
        Assert.Equal(_bytes[from..to], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=3000-")]
    [InlineData("bytes=5000-10000")]
    [InlineData("bytes=500-0")]
    public async Task A_range_outside_is_refused(string range)
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        using var response = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}", ("Range", range));

        await AssertErrorAsync(response, HttpStatusCode.RequestedRangeNotSatisfiable, "SIZE_INVALID");
        Assert.Equal("bytes */3000", Header(response, "Content-Range"));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_from_its_repository_alone()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        await registry.PushBlobAsync(_bytes, "team/other");
        using var delete = await registry.SendAsync("DELETE", $"/v2/{Repository}/blobs/{digest}");
        Assert.Equal(HttpStatusCode.Accepted, delete.StatusCode);

        using var gone = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}");
        await AssertErrorAsync(gone, HttpStatusCode.NotFound, "BLOB_UNKNOWN");
        Assert.Equal(_bytes, await registry.ReadBlobAsync(digest, "team/other"));
    }

    [Fact]
    public async Task Bad_digests_and_names_are_refused()
    {
        await using var registry = await StartAsync();
        using var digest = await registry.GetAsync($"/v2/{Repository}/blobs/sha256:abc");
        using var name = await registry.GetAsync("/v2/Team/App/tags/list");

        await AssertErrorAsync(digest, HttpStatusCode.BadRequest, "DIGEST_INVALID");
        await AssertErrorAsync(name, HttpStatusCode.BadRequest, "NAME_INVALID");
    }
}
