using System.Net;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class FolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-");

    [Fact]
    public async Task Pushed_image_is_there_after_a_restart()
    {
        var bytes = Bytes(700_000);
        string digest;
        SampleManifest image, sbom;
        await using (var first = await StartAsync(new RegistryOptions { DataFolder = _folder.FullName }))
        {
            digest = await first.PushBlobAsync(bytes);
            var repository = new SampleRepository(first.Server.Samples, Repository);
            image = await repository.ImageAsync(new SampleImage(new SampleLayer("a", 10)), "v1");
            sbom = await repository.ArtifactAsync("application/spdx+json", "{}", image);
            using var gone = await first.PutManifestAsync("gone", """{"schemaVersion":2}""", SampleMediaTypes.OciIndex);
            using var delete = await first.SendAsync("DELETE", $"/v2/{Repository}/manifests/gone");
        }

        await using var second = await StartAsync(new RegistryOptions { DataFolder = _folder.FullName });
        Assert.Equal(bytes, await second.ReadBlobAsync(digest));
        using var head = await second.HeadAsync($"/v2/{Repository}/manifests/v1");
        Assert.Equal(image.Digest, Header(head, "Docker-Content-Digest"));
        using var referrers = await second.GetAsync($"/v2/{Repository}/referrers/{image.Digest}");
        Assert.Contains(sbom.Digest, await referrers.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var tags = await second.GetAsync($"/v2/{Repository}/tags/list");
        Assert.Equal($$"""{"name":"{{Repository}}","tags":["v1"]}""", await tags.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Uploads_resume_and_deleted_blobs_leave_the_disk()
    {
        await using var registry = await StartAsync(new RegistryOptions { DataFolder = _folder.FullName });
        var bytes = Bytes(3000);
        using var patch = await registry.SendAsync("PATCH", await registry.StartUploadAsync(), bytes[..1000]);
        using var put = await registry.SendAsync("PUT", WithDigest(Location(patch), Sha512Of(bytes)), bytes[1000..]);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using var range = await registry.GetAsync($"/v2/{Repository}/blobs/{Sha512Of(bytes)}", ("Range", "bytes=900-1099"));
        Assert.Equal(bytes[900..1100], await range.Content.ReadAsByteArrayAsync());

        using var delete = await registry.SendAsync("DELETE", $"/v2/{Repository}/blobs/{Sha512Of(bytes)}");
        Assert.Empty(_folder.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
