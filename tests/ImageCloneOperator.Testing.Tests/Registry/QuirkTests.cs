using System.Net;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class QuirkTests
{
    private readonly byte[] _bytes = Bytes(3000);

    [Fact]
    public async Task Without_ranges_the_whole_blob_is_sent()
    {
        await using var registry = await StartAsync(new RegistryQuirks { NoRanges = true });
        var digest = await registry.PushBlobAsync(_bytes);
        using var response = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}", ("Range", "bytes=10-"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(_bytes, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Redirected_blobs_lie_on_another_host_that_refuses_credentials()
    {
        await using var registry = await StartAsync(new RegistryQuirks { RedirectBlobs = true });
        var digest = await registry.PushBlobAsync(_bytes);
        using var redirect = await registry.GetAsync($"/v2/{Repository}/blobs/{digest}");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        Assert.NotEqual(registry.Server.Address.Host, redirect.Headers.Location!.Host);

        using var plain = await registry.GetAsync(Location(redirect), ("Range", "bytes=10-19"));
        using var withCredentials = await registry.GetAsync(Location(redirect), ("Authorization", "Basic YTpi"));
        Assert.Equal(_bytes[10..20], await plain.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.BadRequest, withCredentials.StatusCode);
        Assert.Equal(2, registry.Server.Requests.Count(kind: RequestKind.Storage));
    }

    [Theory]
    [InlineData(LocationStyle.Path, false)]
    [InlineData(LocationStyle.Absolute, true)]
    [InlineData(LocationStyle.HostOnly, true)]
    [InlineData(LocationStyle.Relative, true)]
    public async Task Locations_of_every_style_lead_on(LocationStyle style, bool changing)
    {
        await using var registry = await StartAsync(new RegistryQuirks { LocationStyle = style, ChangingLocation = changing });
        var start = new Uri(registry.Server.Address, Uploads);
        var first = new Uri(start, await registry.StartUploadAsync());
        using var patch = await registry.SendAsync("PATCH", first.AbsoluteUri, _bytes[..1000]);
        var second = new Uri(first, Location(patch));
        using var put = await registry.SendAsync("PUT", WithDigest(second.AbsoluteUri, DigestOf(_bytes)), _bytes[1000..]);

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(changing, first != second);
    }

    [Fact]
    public async Task A_changing_location_serves_once()
    {
        await using var registry = await StartAsync(new RegistryQuirks { ChangingLocation = true });
        var first = await registry.StartUploadAsync();
        using var patch = await registry.SendAsync("PATCH", first, _bytes[..1000]);
        using var again = await registry.SendAsync("PATCH", first, _bytes[1000..]);

        await AssertErrorAsync(again, HttpStatusCode.BadRequest, "BLOB_UPLOAD_INVALID");
    }

    [Fact]
    public async Task Headers_that_some_registries_leave_out_are_left_out()
    {
        await using var registry = await StartAsync(new RegistryQuirks { NoContentDigest = true, NoLengthOnHead = true });
        await new SampleRepository(registry.Server.Samples, Repository).IndexAsync([], "v1");
        using var head = await registry.HeadAsync($"/v2/{Repository}/manifests/v1");

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Null(Header(head, "Docker-Content-Digest"));
        Assert.Null(head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task HEAD_of_a_manifest_may_be_unsupported()
    {
        await using var registry = await StartAsync(new RegistryQuirks { NoManifestHead = true });
        await new SampleRepository(registry.Server.Samples, Repository).IndexAsync([], "v1");
        using var head = await registry.HeadAsync($"/v2/{Repository}/manifests/v1");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
    }

    [Fact]
    public async Task Rate_limits_are_told_in_headers()
    {
        await using var registry = await StartAsync(new RegistryQuirks { RateLimit = ("100;w=21600", "3;w=21600") });
        using var response = await registry.GetAsync("/v2/");

        Assert.Equal("100;w=21600", Header(response, "ratelimit-limit"));
        Assert.Equal("3;w=21600", Header(response, "ratelimit-remaining"));
    }

    [Fact]
    public async Task A_slow_network_passes_everything_in_the_end()
    {
        await using var registry = await StartAsync(new RegistryQuirks { BytesPerSecond = 20_000, Latency = TimeSpan.FromMilliseconds(5) });

        Assert.Equal(_bytes, await registry.ReadBlobAsync(await registry.PushBlobAsync(_bytes)));
    }
}
