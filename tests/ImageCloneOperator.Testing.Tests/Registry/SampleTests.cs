using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class SampleTests
{
    [Fact]
    public async Task The_same_sample_has_the_same_digest_wherever_and_however_it_is_put()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var stored = await MultiPlatformAsync(new SampleRepository(first.Server.Samples, Repository));
        var pushed = await MultiPlatformAsync(new SampleRepository(new HttpSampleTarget(second.Client), Repository));

        Assert.Equal(stored.Digest, pushed.Digest);
        Assert.Equal(1, second.Server.Requests.All.Count(request => request.Method == "PATCH" && request.BytesIn > 100_000));
    }

    [Fact]
    public async Task A_layer_is_a_gzipped_tar_with_the_diff_ID_that_the_config_names()
    {
        await using var registry = await StartAsync();
        var image = await new SampleRepository(registry.Server.Samples, Repository).ImageAsync(
            new SampleImage(new SampleLayer("a", 200_000)));
        var manifest = JsonNode.Parse(image.Bytes.Span)!;
        var layer = await registry.ReadBlobAsync((string)manifest["layers"]![0]!["digest"]!);
        var config = JsonNode.Parse(await registry.ReadBlobAsync((string)manifest["config"]!["digest"]!))!;
        await using var tar = new GZipStream(new MemoryStream(layer), CompressionMode.Decompress);

        Assert.Equal(layer.Length, (long)manifest["layers"]![0]!["size"]!);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(tar)), (string?)config["rootfs"]!["diff_ids"]![0]);
    }

    [Fact]
    public async Task Signatures_hang_on_tags_as_cosign_put_them_and_schema_1_can_be_stored()
    {
        await using var registry = await StartAsync();
        var repository = new SampleRepository(registry.Server.Samples, Repository);
        var image = await repository.ImageAsync(new SampleImage(new SampleLayer("a", 10)), "v1");
        await repository.CosignTagAsync(image);
        await repository.Schema1Async("old");

        using var signature = await registry.HeadAsync($"/v2/{Repository}/manifests/{image.Digest.Replace(':', '-')}.sig");
        using var schema1 = await registry.HeadAsync($"/v2/{Repository}/manifests/old");
        Assert.Equal(SampleMediaTypes.OciManifest, Header(signature, "Content-Type"));
        Assert.Equal(SampleMediaTypes.DockerSchema1, Header(schema1, "Content-Type"));
    }

    private static Task<SampleManifest> MultiPlatformAsync(SampleRepository repository) =>
        repository.MultiPlatformAsync("v1", ["linux/amd64", "linux/arm/v7"], [new SampleLayer("base", 200_000)], 1000);
}
