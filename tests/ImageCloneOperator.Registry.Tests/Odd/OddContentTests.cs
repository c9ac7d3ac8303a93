using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Content that is right under headers that are not, and indexes that are strange.</summary>
public sealed class OddContentTests
{
    private static readonly SampleBlob Layer = SampleBlob.Layer(740, 300_000);
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", Layer);

    [Theory]
    [InlineData("application/vnd.docker.distribution.manifest.v2+json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    public async Task Manifest_under_another_media_type_is_what_its_bytes_say(string announced)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.FaultAtSource(RequestKind.Manifest, new FaultEffect().With("Content-Type", announced), times: int.MaxValue);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_that_was_compressed_unasked_is_decoded(bool isCut)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        if (isCut) pair.FaultAtSource(RequestKind.Blob, new FaultEffect { CutResponseAfter = 150_000 });
        pair.Source.Interceptor = CompressAsync;

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Layer_that_storage_keeps_under_its_own_compression_is_left_as_it_is()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.FaultAtSource(RequestKind.Blob, new FaultEffect().With("Content-Encoding", "gzip"), times: int.MaxValue);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData("\"schemaVersion\":2,\"schemaVersion\":2", true)]
    [InlineData("\"schemaVersion\":2", false)]
    public async Task Index_with_a_repeated_key_or_an_empty_entry_is_understood_or_refused(string version, bool isRefused)
    {
        await using var pair = await DevPair.StartAsync();
        var index = SampleManifest.Index(("amd64", Image), ("arm64", SampleManifest.Image("arm64")));
        var text = Encoding.UTF8.GetString(index.Content)
            .Replace("\"schemaVersion\":2", version, StringComparison.Ordinal)
            .Replace("\"manifests\":[", "\"manifests\":[null,", StringComparison.Ordinal);
        await pair.PushAsync(index with { Content = Encoding.UTF8.GetBytes(text) });
        var request = Copies.Request(pair.SourceImage, pair.TargetImage) with { Platforms = [Platform.Parse("linux/amd64")] };

        if (isRefused)
        {
            var failure = await Assert.ThrowsAsync<RegistryException>(() => pair.Copies.CopyAsync(request));
            Assert.Equal(RegistryErrorKind.Corrupt, failure.Kind);
            return;
        }

        var result = await pair.Copies.CopyAsync(request);

        using var puller = new Puller(pair.Target.Host);
        var copied = JsonNode.Parse((await puller.ManifestAsync("backup/app", result.TargetDigest.ToString()))!)!;
        Assert.Equal(Image.Digest, (string?)Assert.Single(copied["manifests"]!.AsArray())!["digest"]);
    }

    private static async Task CompressAsync(HttpContext context, Func<Task> serve)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await serve();
            return;
        }

        var body = context.Response.Body;
        using var plain = new MemoryStream();
        context.Request.Headers.Remove("Range");
        context.Response.Body = plain;
        await serve();
        context.Response.Body = body;
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentLength = null;
        await using var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(plain.ToArray());
    }
}
