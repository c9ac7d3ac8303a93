using System.Net;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class BrokenBodyTests
{
    private readonly byte[] _bytes = Bytes(3_000_000);

    [Fact]
    public async Task A_download_breaks_off_after_so_many_bytes_and_goes_on_by_range()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        registry.Server.Faults.Add(new Fault { Method = "GET", Effect = FaultEffect.CutDownload(1_234_567) });
        using var response = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}");
        var received = await ReadUntilBrokenAsync(await response.Content.ReadAsStreamAsync());

        Assert.Equal(1_234_567, registry.Server.Requests.Where("GET", RequestKind.Blob).Single().BytesOut);
        Assert.InRange(received.Length, 0, 1_234_567);
        using var rest = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}", ("Range", $"bytes={received.Length}-"));
        byte[] whole = [.. received, .. await rest.Content.ReadAsByteArrayAsync()];
        Assert.Equal(_bytes, whole);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task An_upload_breaks_off_after_so_many_bytes_and_the_session_keeps_them(string method)
    {
        await using var registry = await StartAsync();
        var location = await registry.StartUploadAsync();
        registry.Server.Faults.Add(new Fault { Method = method, Effect = FaultEffect.CutUpload(1_234_567) });
        var path = method == "PUT" ? WithDigest(location, DigestOf(_bytes)) : location;
        await Assert.ThrowsAsync<HttpRequestException>(() => registry.SendAsync(method, path, _bytes));

        using var status = await registry.GetAsync(location);
        Assert.Equal("0-1234566", Header(status, "Range"));
        using var put = await registry.SendAsync("PUT", WithDigest(Location(status), DigestOf(_bytes)), _bytes[1_234_567..]);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    [Fact]
    public async Task A_stalled_download_sends_no_more_until_the_client_gives_up()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        registry.Server.Faults.Add(new Fault { Method = "GET", Effect = new FaultEffect { StallResponseAfter = 1000 } });
        using var response = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}");
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1000]);
        var next = body.ReadAsync(new byte[1]).AsTask();

        Assert.False(next.IsCompleted);
        response.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => next);
        Assert.Equal(_bytes, await registry.ReadBlobAsync(digest));
    }

    [Fact]
    public async Task A_stalled_upload_is_free_again_once_the_client_gives_up()
    {
        await using var registry = await StartAsync();
        var location = await registry.StartUploadAsync();
        registry.Server.Faults.Add(new Fault { Method = "PATCH", Effect = new FaultEffect { StallRequestAfter = 1000 } });
        using var patience = new CancellationTokenSource();
        using var content = new ByteArrayContent(_bytes);
        var patch = registry.Client.PatchAsync(location, content, patience.Token);
        await WaitUntilAsync(() => registry.Server.Requests.Where("PATCH").SingleOrDefault()?.BytesIn == 1000);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patch);

        using var status = await registry.GetAsync(location);
        Assert.Equal("0-999", Header(status, "Range"));
    }

    private static async Task<byte[]> ReadUntilBrokenAsync(Stream body)
    {
        using var received = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(received));
        return received.ToArray();
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
