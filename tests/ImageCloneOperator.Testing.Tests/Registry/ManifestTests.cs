using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class ManifestTests
{
    private const string Empty = """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_manifest_is_pushed_and_read_byte_for_byte(bool byTag)
    {
        await using var registry = await StartAsync();
        var json = Empty.Replace(",", " ,\n", StringComparison.Ordinal);
        var digest = DigestOf(Encoding.UTF8.GetBytes(json));
        using var put = await registry.PutManifestAsync(byTag ? "v1" : digest, json, SampleMediaTypes.OciIndex);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(digest, Header(put, "Docker-Content-Digest"));

        using var get = await registry.GetAsync(Location(put));
        Assert.Equal(SampleMediaTypes.OciIndex, Header(get, "Content-Type"));
        Assert.Equal(json, await get.Content.ReadAsStringAsync());
        using var head = await registry.HeadAsync($"/v2/{Repository}/manifests/{(byTag ? "v1" : digest)}");
        Assert.Equal(json.Length, head.Content.Headers.ContentLength);
        Assert.Equal(digest, Header(head, "Docker-Content-Digest"));
    }

    [Fact]
    public async Task A_manifest_pushed_by_digest_takes_tags_along()
    {
        await using var registry = await StartAsync();
        var digest = DigestOf(Encoding.UTF8.GetBytes(Empty));
        using var put = await registry.PutManifestAsync($"{digest}?tag=a&tag=b", Empty, SampleMediaTypes.OciIndex);

        Assert.Equal("a, b", Header(put, "OCI-Tag"));
        using var head = await registry.HeadAsync($"/v2/{Repository}/manifests/b");
        Assert.Equal(digest, Header(head, "Docker-Content-Digest"));
    }

    [Fact]
    public async Task A_manifest_is_pushed_by_sha512()
    {
        await using var registry = await StartAsync();
        var digest = Sha512Of(Encoding.UTF8.GetBytes(Empty));
        using var put = await registry.PutManifestAsync(digest, Empty, SampleMediaTypes.OciIndex);

        Assert.Equal(digest, Header(put, "Docker-Content-Digest"));
        using var get = await registry.GetAsync($"/v2/{Repository}/manifests/{digest}");
        Assert.Equal(Empty, await get.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("v1", "no json", SampleMediaTypes.OciIndex)]
    [InlineData("v1", "[]", SampleMediaTypes.OciIndex)]
    [InlineData("v1", Empty, SampleMediaTypes.OciManifest)]
    [InlineData("v1", """{"schemaVersion":2,"manifests":[{"digest":"md5:abc"}]}""", SampleMediaTypes.OciIndex)]
    [InlineData("-v1", Empty, SampleMediaTypes.OciIndex)]
    public async Task A_bad_manifest_is_refused(string tag, string json, string mediaType)
    {
        await using var registry = await StartAsync();
        using var put = await registry.PutManifestAsync(tag, json, mediaType);

        await AssertErrorAsync(put, HttpStatusCode.BadRequest, "MANIFEST_INVALID");
    }

    [Fact]
    public async Task A_manifest_with_another_digest_is_refused()
    {
        await using var registry = await StartAsync();
        using var put = await registry.PutManifestAsync(DigestOf([1]), Empty, SampleMediaTypes.OciIndex);

        await AssertErrorAsync(put, HttpStatusCode.BadRequest, "DIGEST_INVALID");
    }

    [Theory]
    [InlineData(4 * 1024 * 1024, HttpStatusCode.Created)]
    [InlineData((4 * 1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_manifest_may_have_4_MiB(int size, HttpStatusCode expected)
    {
        await using var registry = await StartAsync();
        using var put = await registry.PutManifestAsync("v1", Empty.PadRight(size), SampleMediaTypes.OciIndex);

        Assert.Equal(expected, put.StatusCode);
    }

    [Fact]
    public async Task A_manifest_whose_content_is_missing_is_refused()
    {
        await using var registry = await StartAsync();
        var json = $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{SampleMediaTypes.OciManifest}}","digest":"{{DigestOf([1])}}","size":1}]}""";
        using var put = await registry.PutManifestAsync("v1", json, SampleMediaTypes.OciIndex);

        await AssertErrorAsync(put, HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN");
    }

    [Fact]
    public async Task Every_sort_of_image_is_taken()
    {
        await using var registry = await StartAsync();
        var repository = new SampleRepository(new HttpSampleTarget(registry.Client), Repository);
        SampleLayer layer = new("base", 1000);
        var image = await repository.ImageAsync(new SampleImage(layer, layer), "duplicate-layers");
        await repository.ImageAsync(new SampleImage() { Docker = true }, "no-layers");
        await repository.ImageAsync(new SampleImage(layer) { ForeignLayers = 2 }, "foreign");
        var index = await repository.IndexAsync([image], "index");
        await repository.IndexAsync([index, image], "nested", docker: true);
        await repository.IndexAsync([], "empty");
        var artifact = await repository.ArtifactAsync("application/spdx+json", "{}", index, "artifact");
        await repository.IndexAsync([artifact], "artifacts");
        await repository.PutAsync(
            new JsonObject { ["schemaVersion"] = 2, ["x"] = new JsonObject { ["y"] = 1 } },
            SampleMediaTypes.OciIndex,
            "custom-fields",
            null);

        using var tags = await registry.GetAsync($"/v2/{Repository}/tags/list");
        Assert.Equal(9, JsonNode.Parse(await tags.Content.ReadAsStringAsync())!["tags"]!.AsArray().Count);
    }

    [Fact]
    public async Task Deleting_a_tag_leaves_its_manifest_and_deleting_a_manifest_takes_its_tags()
    {
        await using var registry = await StartAsync();
        var digest = DigestOf(Encoding.UTF8.GetBytes(Empty));
        using var put = await registry.PutManifestAsync($"{digest}?tag=a&tag=b", Empty, SampleMediaTypes.OciIndex);
        using var tag = await registry.SendAsync("DELETE", $"/v2/{Repository}/manifests/a");
        Assert.Equal(HttpStatusCode.Accepted, tag.StatusCode);
        using var byDigest = await registry.HeadAsync($"/v2/{Repository}/manifests/{digest}");
        Assert.Equal(HttpStatusCode.OK, byDigest.StatusCode);

        using var manifest = await registry.SendAsync("DELETE", $"/v2/{Repository}/manifests/{digest}");
        Assert.Equal(HttpStatusCode.Accepted, manifest.StatusCode);
        using var gone = await registry.GetAsync($"/v2/{Repository}/manifests/b");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task An_immutable_tag_is_refused_even_with_the_same_content(int status)
    {
        await using var registry = await StartAsync(new RegistryQuirks { ImmutableTags = status });
        using var first = await registry.PutManifestAsync("v1", Empty, SampleMediaTypes.OciIndex);
        using var second = await registry.PutManifestAsync("v1", Empty, SampleMediaTypes.OciIndex);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await AssertErrorAsync(second, (HttpStatusCode)status, "TAG_INVALID");
    }
}
