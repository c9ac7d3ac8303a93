using System.Net;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class BlobUploadTests
{
    private readonly byte[] _bytes = Bytes(100_000);

    [Fact]
    public async Task A_blob_is_pushed_by_POST_and_PUT()
    {
        await using var registry = await StartAsync();
        using var response = await registry.SendAsync("PUT", WithDigest(await registry.StartUploadAsync(), DigestOf(_bytes)), _bytes);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(DigestOf(_bytes), Header(response, "Docker-Content-Digest"));
        using var blob = await registry.GetAsync(Location(response));
        Assert.Equal(_bytes, await blob.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_blob_is_pushed_by_a_single_POST()
    {
        await using var registry = await StartAsync();
        using var response = await registry.SendAsync("POST", $"{Uploads}?digest={DigestOf(_bytes)}", _bytes);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(_bytes, await registry.ReadBlobAsync(DigestOf(_bytes)));
    }

    [Fact]
    public async Task A_blob_is_pushed_in_chunks_and_the_last_may_come_with_the_PUT()
    {
        await using var registry = await StartAsync();
        using var first = await registry.SendAsync(
            "PATCH", await registry.StartUploadAsync(), _bytes[..40_000], ("Content-Range", "0-39999"));
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal("0-39999", Header(first, "Range"));
        using var last = await registry.SendAsync(
            "PUT", WithDigest(Location(first), DigestOf(_bytes)), _bytes[40_000..], ("Content-Range", "40000-99999"));

        Assert.Equal(HttpStatusCode.Created, last.StatusCode);
        Assert.Equal(_bytes, await registry.ReadBlobAsync(DigestOf(_bytes)));
    }

    [Theory]
    [InlineData("40001-50000")]
    [InlineData("0-9999")]
    [InlineData("40000-40001")]
    [InlineData("forty")]
    public async Task A_chunk_out_of_order_is_refused_and_the_upload_goes_on(string range)
    {
        await using var registry = await StartAsync();
        using var first = await registry.SendAsync(
            "PATCH", await registry.StartUploadAsync(), _bytes[..40_000], ("Content-Range", "0-39999"));
        using var wrong = await registry.SendAsync("PATCH", Location(first), _bytes[40_000..50_000], ("Content-Range", range));

        await AssertErrorAsync(wrong, HttpStatusCode.RequestedRangeNotSatisfiable, "BLOB_UPLOAD_INVALID");
        Assert.Equal("0-39999", Header(wrong, "Range"));
        using var put = await registry.SendAsync("PUT", WithDigest(Location(wrong), DigestOf(_bytes)), _bytes[40_000..]);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    [Fact]
    public async Task A_blob_is_streamed_in_one_PATCH_of_unknown_length()
    {
        await using var registry = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Patch, await registry.StartUploadAsync())
        {
            Content = new ByteArrayContent(_bytes),
            Headers = { TransferEncodingChunked = true },
        };
        using var patch = await registry.Client.SendAsync(request);
        using var put = await registry.SendAsync("PUT", WithDigest(Location(patch), DigestOf(_bytes)));

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(_bytes, await registry.ReadBlobAsync(DigestOf(_bytes)));
    }

    [Fact]
    public async Task An_upload_tells_how_far_it_is()
    {
        await using var registry = await StartAsync();
        using var patch = await registry.SendAsync("PATCH", await registry.StartUploadAsync(), _bytes[..1000]);
        using var status = await registry.GetAsync(Location(patch));

        Assert.Equal(HttpStatusCode.NoContent, status.StatusCode);
        Assert.Equal("0-999", Header(status, "Range"));
    }

    [Fact]
    public async Task A_cancelled_upload_is_gone()
    {
        await using var registry = await StartAsync();
        var location = await registry.StartUploadAsync();
        using var cancel = await registry.SendAsync("DELETE", location);
        Assert.Equal(HttpStatusCode.NoContent, cancel.StatusCode);

        using var status = await registry.GetAsync(location);
        await AssertErrorAsync(status, HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN");
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Content_with_another_digest_is_refused(string method)
    {
        await using var registry = await StartAsync();
        var wrong = DigestOf(_bytes[1..]);
        var path = WithDigest(method == "PUT" ? await registry.StartUploadAsync() : Uploads, wrong);
        using var response = await registry.SendAsync(method, path, _bytes);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, "DIGEST_INVALID");
        using var head = await registry.HeadAsync($"/v2/{Repository}/blobs/{wrong}");
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
    }

    [Fact]
    public async Task An_empty_blob_and_a_blob_by_sha512_are_taken()
    {
        await using var registry = await StartAsync();
        await registry.PushBlobAsync([]);
        using var put = await registry.SendAsync("PUT", WithDigest(await registry.StartUploadAsync(), Sha512Of(_bytes)), _bytes);

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Empty(await registry.ReadBlobAsync(DigestOf([])));
        Assert.Equal(_bytes, await registry.ReadBlobAsync(Sha512Of(_bytes)));
    }
}
