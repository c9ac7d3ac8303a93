using System.Diagnostics;
using System.Text;
using ImageCloneOperator.Registry.Tests.Support;

namespace ImageCloneOperator.Registry.Tests.Layouts;

/// <summary>skopeo and oras read what was written, and what they write is read.</summary>
public sealed class LayoutToolTests : IAsyncLifetime, IDisposable
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(1, 30_000, "amd64", "arm64");

    private readonly LayoutFolder _folder = new();
    private DevPair _pair = null!;

    public async Task InitializeAsync()
    {
        _pair = await DevPair.StartAsync();
        await _pair.PushAsync(Image);
    }

    public Task DisposeAsync() => _pair.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v1")]
    [InlineData("docker.io/team/app:v1")]
    public async Task Skopeo_reads_a_folder_and_an_archive(string name)
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder(name));
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Archive(name));
        await _pair.Copies.CompleteLayoutsAsync();

        foreach (var place in new[] { _folder.Folder(name), _folder.Archive(name) })
        {
            Assert.Equal(Encoding.UTF8.GetString(Image.Content), await Skopeo.RunAsync("inspect", "--raw", place));
            var pulled = _folder.Path(Guid.NewGuid().ToString("N"));
            await Skopeo.RunAsync("copy", "--quiet", "--all", place, $"dir:{pulled}");
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("docker.io/team/app:v1")]
    public async Task Folder_and_archive_of_skopeo_are_read(string name)
    {
        foreach (var place in new[] { _folder.Folder(name), _folder.Archive(name) })
        {
            await Skopeo.RunAsync(
                "copy", "--quiet", "--all", "--preserve-digests", "--src-tls-verify=false", $"docker://{_pair.SourceImage}", place);

            var result = await _pair.Copies.CopyAsync(place, _pair.TargetImage);

            Assert.Equal(Image.Digest, result.TargetDigest.ToString());
            await _pair.AssertArrivedAsync(Image);
        }
    }

    [Fact]
    public async Task Folder_of_skopeo_is_added_to_and_both_read_it()
    {
        await Skopeo.RunAsync(
            "copy",
            "--quiet",
            "--all",
            "--preserve-digests",
            "--src-tls-verify=false",
            $"docker://{_pair.SourceImage}",
            _folder.Folder("theirs"));

        var result = await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("ours"));

        Assert.Equal(0, result.Progress.BytesTransferred);
        foreach (var name in new[] { "ours", "theirs" })
            Assert.Equal(Encoding.UTF8.GetString(Image.Content), await Skopeo.RunAsync("inspect", "--raw", _folder.Folder(name)));
    }

    [OrasFact]
    public async Task Oras_reads_a_folder_and_an_archive_with_referrers()
    {
        var signature = SampleManifest.ReferTo(Image, "application/vnd.example.signature", 70);
        await _pair.PushAsync(signature, tag: signature.Digest);
        foreach (var place in new[] { _folder.Folder("v1"), _folder.Archive("v1") })
            await _pair.Copies.CopyAsync(Copies.Request(_pair.SourceImage, place) with { Referrers = true });
        await _pair.Copies.CompleteLayoutsAsync();

        foreach (var layout in new[] { _folder.Path("backup"), _folder.Path("backup.tar") })
        {
            await OrasAsync("copy", "-r", "--from-oci-layout", $"{layout}:v1", "--to-plain-http", _pair.TargetImage);
            await _pair.AssertArrivedAsync(Image);
            using var puller = new Puller(_pair.Target.Host);
            Assert.Equal(signature.Content, await puller.ManifestAsync("backup/app", signature.Digest));
        }
    }

    [OrasFact]
    public async Task Folder_of_oras_is_read_with_its_referrers()
    {
        var signature = SampleManifest.ReferTo(Image, "application/vnd.example.signature", 70);
        await _pair.PushAsync(signature, tag: signature.Digest);
        await OrasAsync("copy", "-r", "--from-plain-http", _pair.SourceImage, "--to-oci-layout", $"{_folder.Path("backup")}:v1");

        await _pair.Copies.CopyAsync(Copies.Request(_folder.Folder("v1"), _pair.TargetImage) with { Referrers = true });

        await _pair.AssertArrivedAsync(Image);
        using var puller = new Puller(_pair.Target.Host);
        Assert.Equal(signature.Content, await puller.ManifestAsync("backup/app", signature.Digest));
    }

    private static async Task OrasAsync(params string[] arguments)
    {
        using var oras = Process.Start(
            new ProcessStartInfo("oras", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = oras.StandardError.ReadToEndAsync();
        await oras.StandardOutput.ReadToEndAsync();
        await oras.WaitForExitAsync();
        Assert.True(oras.ExitCode == 0, $"oras {string.Join(' ', arguments)}: {await error}");
    }
}
