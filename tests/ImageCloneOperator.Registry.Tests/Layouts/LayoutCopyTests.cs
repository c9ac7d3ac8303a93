using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Layouts;

/// <summary>Copies to and from OCI layouts, in folders and archives.</summary>
public sealed class LayoutCopyTests : IAsyncLifetime, IDisposable
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(1, 300_000, "amd64", "arm64");

    private readonly LayoutFolder _folder = new();
    private DevPair _pair = null!;

    public async Task InitializeAsync()
    {
        _pair = await DevPair.StartAsync();
        await _pair.PushAsync(Image);
    }

    public Task DisposeAsync() => _pair.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Image_goes_to_a_folder_and_back_byte_for_byte()
    {
        var there = await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1"));
        var back = await _pair.Copies.CopyAsync(_folder.Folder("v1"), _pair.TargetImage);

        _folder.AssertHas(Image);
        Assert.Equal(Image.Digest, there.TargetDigest.ToString());
        Assert.Equal(["linux/amd64", "linux/arm64"], back.Platforms.Select(platform => platform.ToString()));
        await _pair.AssertArrivedAsync(Image);
        var entry = Assert.Single(_folder.Index())!;
        Assert.Equal("v1", (string?)entry["annotations"]!["org.opencontainers.image.ref.name"]);
        Assert.Equal((Image.Digest, (long)Image.Content.Length), ((string?)entry["digest"], (long)entry["size"]!));
    }

    [Fact]
    public async Task Image_goes_to_an_archive_and_back_byte_for_byte()
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Archive("docker.io/team/app:v1"));
        Assert.False(File.Exists(_folder.Path("backup.tar")));
        await _pair.Copies.CompleteLayoutsAsync();
        using var fresh = new Copies();

        await fresh.CopyAsync(_folder.Archive("docker.io/team/app:v1"), _pair.TargetImage);

        await _pair.AssertArrivedAsync(Image);
        Assert.False(Directory.Exists(_folder.Path("backup.tar.partial")));
        _folder.Unpack();
        _folder.AssertHas(Image);
        Assert.Equal("docker.io/team/app:v1", (string?)_folder.Index()[0]!["annotations"]!["io.containerd.image.name"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Second_copy_sends_nothing(bool isArchive)
    {
        var place = isArchive ? _folder.Archive("v1") : _folder.Folder("v1");
        await _pair.Copies.CopyAsync(_pair.SourceImage, place);
        await _pair.Copies.CompleteLayoutsAsync();
        using var fresh = new Copies();

        var again = await fresh.CopyAsync(_pair.SourceImage, place);
        await fresh.CompleteLayoutsAsync();

        Assert.True(again.UpToDate);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Image_that_is_added_sends_only_what_is_new(bool isArchive)
    {
        var shared = SampleBlob.Layer(50, 2_000_000);
        await _pair.PushAsync(SampleManifest.Image("amd64", shared, SampleBlob.Layer(51, 1000)), tag: "old");
        await _pair.PushAsync(SampleManifest.Image("amd64", shared, SampleBlob.Layer(52, 1000)), tag: "new");
        await CopyOnceAsync("old");

        var result = await CopyOnceAsync("new");

        Assert.Equal(1000, result.Progress.BytesTransferred);
        if (isArchive) _folder.Unpack();
        Assert.Equal(2, _folder.Index().Count);

        async Task<Copying.CopyResult> CopyOnceAsync(string tag)
        {
            using var copies = new Copies();
            var copied = await copies.CopyAsync(
                $"{_pair.Source.Host}/team/app:{tag}", isArchive ? _folder.Archive(tag) : _folder.Folder(tag));
            await copies.CompleteLayoutsAsync();
            return copied;
        }
    }

    [Fact]
    public async Task Same_images_give_the_same_archive()
    {
        foreach (var name in new[] { "one.tar", "two.tar" })
        {
            using var copies = new Copies();
            await copies.CopyAsync(_pair.SourceImage, _folder.Archive("v1", name));
            await copies.CompleteLayoutsAsync();
        }

        Assert.Equal(await File.ReadAllBytesAsync(_folder.Path("one.tar")), await File.ReadAllBytesAsync(_folder.Path("two.tar")));
    }

    [Fact]
    public async Task Moved_tag_takes_the_place_of_the_old_one()
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1"));
        var newer = SampleManifest.Image("amd64", SampleBlob.Layer(60, 1000));
        await _pair.PushAsync(newer);

        var result = await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1"));

        Assert.Equal(Image.Digest, result.PreviousDigest.ToString());
        Assert.Equal(newer.Digest, (string?)Assert.Single(_folder.Index())!["digest"]);
    }

    [Fact]
    public async Task Referrers_travel_there_and_back()
    {
        var signature = SampleManifest.ReferTo(Image, "application/vnd.example.signature", 70);
        await _pair.PushAsync(signature, tag: signature.Digest);
        await _pair.Copies.CopyAsync(Copies.Request(_pair.SourceImage, _folder.Folder("v1")) with { Referrers = true });

        await _pair.Copies.CopyAsync(Copies.Request(_folder.Folder("v1"), _pair.TargetImage) with { Referrers = true });

        _folder.AssertHas(signature);
        using var puller = new Puller(_pair.Target.Host);
        Assert.Equal(signature.Content, await puller.ManifestAsync("backup/app", signature.Digest));
        // Other tools find it in the index too.
        Assert.Contains(_folder.Index(), entry => (string?)entry!["digest"] == signature.Digest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copies_at_the_same_time_send_a_shared_layer_once_and_lose_no_name(bool isArchive)
    {
        var shared = SampleBlob.Layer(80, 3_000_000);
        foreach (var i in Enumerable.Range(0, 12))
            await _pair.PushAsync(SampleManifest.Image("amd64", shared, SampleBlob.Layer(81 + i, 2000)), tag: $"t{i}");

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _pair.Copies.CopyAsync(
            $"{_pair.Source.Host}/team/app:t{i}", isArchive ? _folder.Archive($"t{i}") : _folder.Folder($"t{i}"))));
        await _pair.Copies.CompleteLayoutsAsync();

        if (isArchive) _folder.Unpack();
        var config = SampleBlob.Config("amd64").Content.Length;
        Assert.Equal(3_000_000 + (12 * 2000) + config, results.Sum(result => result.Progress.BytesTransferred));
        Assert.Equal(12, _folder.Index().Count);
    }

    [Fact]
    public async Task Programs_that_write_one_folder_at_the_same_time_lose_no_name()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var copies = new Copies();
            await copies.CopyAsync(_pair.SourceImage, _folder.Folder($"t{i}"));
        }));

        Assert.Equal(8, _folder.Index().Count);
        Assert.Equal(
            ["index.json", "index.json.lock", "oci-layout"], Directory.GetFiles(_folder.Path("backup")).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path("backup"), "ingest")));
    }

    [Fact]
    public async Task Damaged_blob_of_a_source_gets_into_no_folder()
    {
        _pair.FaultAtSource(RequestKind.Blob, new FaultEffect { FlipBitAt = 1000 }, times: 1000);

        var failure = await Assert.ThrowsAsync<RegistryException>(() => _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1")));

        Assert.Equal(RegistryErrorKind.Corrupt, failure.Kind);
        Assert.False(File.Exists(_folder.Path("backup/index.json")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path("backup"), "ingest")));
    }

    [Fact]
    public async Task Interrupted_archive_goes_on_from_what_is_whole()
    {
        using (var interrupted = new Copies()) await interrupted.CopyAsync(_pair.SourceImage, _folder.Archive("v1"));
        Assert.False(File.Exists(_folder.Path("backup.tar")));
        using var fresh = new Copies();

        var result = await fresh.CopyAsync(_pair.SourceImage, _folder.Archive("v1"));
        await fresh.CompleteLayoutsAsync();

        Assert.Equal(0, result.Progress.BytesTransferred);
        _folder.Unpack();
        _folder.AssertHas(Image);
    }

    [Fact]
    public async Task Two_programs_do_not_write_one_archive_at_the_same_time()
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Archive("v1"));
        using var other = new Copies();

        var failure = await Assert.ThrowsAsync<RegistryException>(() => other.CopyAsync(_pair.SourceImage, _folder.Archive("v2")));

        Assert.Contains("another process writes this archive", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_is_found_by_digest_and_without_a_name_where_it_is_the_only_one()
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1"));
        var place = $"oci:{_folder.Path("backup")}";

        var unnamed = await _pair.Copies.CopyAsync(place, $"{_pair.Target.Host}/unnamed:v1");
        var byDigest = await _pair.Copies.CopyAsync($"{place}@{Image.Digest}", $"{_pair.Target.Host}/digest:v1");

        Assert.Equal((Image.Digest, Image.Digest), (unnamed.TargetDigest.ToString(), byDigest.TargetDigest.ToString()));
    }

    [Fact]
    public async Task Source_without_a_name_among_several_names_them()
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1"));
        await _pair.PushAsync(SampleManifest.Image("amd64", SampleBlob.Layer(90, 100)), tag: "v2");
        await _pair.Copies.CopyAsync($"{_pair.Source.Host}/team/app:v2", _folder.Folder("v2"));

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => _pair.Copies.CopyAsync($"oci:{_folder.Path("backup")}", _pair.TargetImage));

        Assert.Contains("it has 2 images: v1, v2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_and_damaged_blobs_of_a_folder_are_found()
    {
        await _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1"));
        File.Delete(_folder.BlobPath(Image.Children[0].Blobs[1].Digest));
        await File.WriteAllBytesAsync(_folder.BlobPath(Image.Children[1].Blobs[2].Digest), new byte[300_000]);
        using var fresh = new Copies();

        var found = await fresh.Inspector.VerifyAsync(Copies.At(_folder.Folder("v1")), Copying.BlobSample.All with { IsRead = true });
        var copy = await Assert.ThrowsAsync<RegistryException>(() => fresh.CopyAsync(_folder.Folder("v1"), _pair.TargetImage));

        Assert.Contains(Image.Children[0].Blobs[1].Digest, found!.Problems, StringComparison.Ordinal);
        Assert.Contains(Image.Children[1].Blobs[2].Digest, found.Problems, StringComparison.Ordinal);
        Assert.True(copy.Kind is RegistryErrorKind.Corrupt or RegistryErrorKind.NotFound, copy.Message);
    }

    [Fact]
    public async Task Folder_with_other_things_is_left_alone()
    {
        Directory.CreateDirectory(_folder.Path("backup"));
        await File.WriteAllTextAsync(_folder.Path("backup/letter.txt"), "Dear");

        var failure = await Assert.ThrowsAsync<RegistryException>(() => _pair.Copies.CopyAsync(_pair.SourceImage, _folder.Folder("v1")));

        Assert.Contains("is no OCI layout", failure.Message, StringComparison.Ordinal);
        Assert.Equal([_folder.Path("backup/letter.txt")], Directory.GetFileSystemEntries(_folder.Path("backup")));
    }
}
