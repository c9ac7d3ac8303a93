using System.Net;
using ImageCloneOperator.Testing.Registry;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class MountTests
{
    private readonly byte[] _bytes = Bytes(3000);

    [Theory]
    [InlineData("&from=team/other")]
    [InlineData("")]
    public async Task A_blob_of_another_repository_is_mounted(string from)
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes, "team/other");
        using var response = await registry.SendAsync("POST", $"{Uploads}?mount={digest}{from}");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(_bytes, await registry.ReadBlobAsync(digest));
    }

    [Fact]
    public async Task A_blob_is_mounted_from_its_own_repository()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(_bytes);
        using var response = await registry.SendAsync("POST", $"{Uploads}?mount={digest}&from={Repository}");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blob_that_cannot_be_mounted_is_uploaded_in_the_session_that_opens(bool exists)
    {
        await using var registry = await StartAsync(new RegistryQuirks { NoMounts = exists });
        if (exists)
            await registry.PushBlobAsync(_bytes, "team/other");
        using var response = await registry.SendAsync("POST", $"{Uploads}?mount={DigestOf(_bytes)}&from=team/other");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var put = await registry.SendAsync("PUT", WithDigest(Location(response), DigestOf(_bytes)), _bytes);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    [Fact]
    public async Task A_registry_may_refuse_mounts_altogether()
    {
        await using var registry = await StartAsync(new RegistryQuirks { MountRefusal = 403 });
        var digest = await registry.PushBlobAsync(_bytes, "team/other");
        using var response = await registry.SendAsync("POST", $"{Uploads}?mount={digest}&from=team/other");

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "DENIED");
    }
}
