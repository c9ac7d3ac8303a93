using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ImageCloneOperator.Registry.Tests.Support;

namespace ImageCloneOperator.Registry.Tests.Layouts;

/// <summary>Archives that lie. Each is refused with a message, and nothing is written anywhere.</summary>
public sealed class HostileLayoutTests : IDisposable
{
    private const string Marker = """{"imageLayoutVersion":"1.0.0"}""";

    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(1, 1000));

    private readonly LayoutFolder _folder = new();
    private readonly Copies _copies = new();

    public void Dispose()
    {
        _copies.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Files_outside_of_a_layout_are_not_unpacked_and_links_not_followed()
    {
        var secret = _folder.Path("secret");
        await File.WriteAllTextAsync(secret, "secret");
        Write(writer =>
        {
            Add(writer, "../escaped", "x");
            Add(writer, "/absolute", "x");
            Add(writer, "blobs/sha256/../../../escaped", "x");
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.SymbolicLink, $"blobs/sha256/{Hex(Image.Blobs[1].Digest)}") { LinkName = secret });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, $"blobs/sha256/{Hex(Image.Blobs[0].Digest)}") { LinkName = secret });
            AddImage(writer, withBlobs: false);
        });

        var failure = await FailsAsync();

        Assert.Equal(RegistryErrorKind.NotFound, failure.Kind);
        Assert.False(File.Exists(_folder.Path("../escaped")));
        Assert.Equal(["backup.tar", "secret"], Directory.GetFileSystemEntries(_folder.Path("")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Content_under_a_wrong_digest_is_refused()
    {
        Write(writer =>
        {
            AddImage(writer, withBlobs: true);
            Add(writer, $"blobs/sha256/{Hex(Image.Blobs[1].Digest)}", new string('x', 1000));
        });

        Assert.Equal(RegistryErrorKind.Corrupt, (await FailsAsync()).Kind);
    }

    [Fact]
    public async Task Manifest_under_a_wrong_digest_is_refused()
    {
        Write(writer =>
        {
            AddImage(writer, withBlobs: true);
            Add(
                writer,
                $"blobs/sha256/{Hex(Image.Digest)}",
                Encoding.UTF8.GetString(Image.Content).Replace("amd64", "arm64", StringComparison.Ordinal) + " ");
        });

        Assert.Equal(RegistryErrorKind.Corrupt, (await FailsAsync()).Kind);
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"manifests":[{"mediaType":"x","digest":"sha256:../../etc/passwd","size":1}]}""", "no valid digest")]
    [InlineData("""{"schemaVersion":2,"manifests":[{"mediaType":"x","digest":"md5:abc","size":1}]}""", "cannot be verified")]
    [InlineData("""{"schemaVersion":2,"manifests":[{"mediaType":"x","size":-1}]}""", "no valid digest")]
    [InlineData("""{"schemaVersion":2,"manifests":[null]}""", "malformed")]
    [InlineData("""{"schemaVersion":2}""", "lists no manifests")]
    [InlineData("[]", "malformed")]
    [InlineData("{", "malformed")]
    public async Task Malformed_index_is_refused(string index, string says)
    {
        Write(writer =>
        {
            Add(writer, "oci-layout", Marker);
            Add(writer, "index.json", index);
        });

        Assert.Contains(says, (await FailsAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"imageLayoutVersion":"2.0.0"}""")]
    [InlineData("""{"imageLayoutVersion":1}""")]
    [InlineData("no JSON")]
    public async Task Other_versions_of_layouts_are_refused(string marker)
    {
        Write(writer => Add(writer, "oci-layout", marker));

        Assert.Contains("imageLayoutVersion", (await FailsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_that_is_cut_off_is_refused()
    {
        Write(writer => AddImage(writer, withBlobs: true));
        await using (var file = File.OpenWrite(_folder.Path("backup.tar"))) file.SetLength(3000);

        Assert.Equal(RegistryErrorKind.Unsupported, (await FailsAsync()).Kind);
    }

    [Fact]
    public async Task Archive_that_claims_more_than_it_has_is_refused()
    {
        Write(writer => AddImage(writer, withBlobs: true));
        var bytes = await File.ReadAllBytesAsync(_folder.Path("backup.tar"));
        // The first header's size says 8 GiB less a byte, and its checksum is set right.
        Encoding.ASCII.GetBytes("77777777777").CopyTo(bytes, 124);
        Encoding.ASCII.GetBytes("        ").CopyTo(bytes, 148);
        var sum = bytes.Take(512).Sum(b => b);
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(bytes, 148);
        await File.WriteAllBytesAsync(_folder.Path("backup.tar"), bytes);

        Assert.Equal(RegistryErrorKind.Unsupported, (await FailsAsync()).Kind);
    }

    [Fact]
    public async Task Compressed_archive_is_refused_with_the_way_out()
    {
        await using (var gzip = new GZipStream(File.Create(_folder.Path("backup.tar")), CompressionLevel.Fastest))
            await gzip.WriteAsync(new byte[5000]);

        Assert.Contains("gunzip", (await FailsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_archive_is_not_overwritten()
    {
        var letter = Encoding.UTF8.GetBytes(new string('x', 2000));
        await File.WriteAllBytesAsync(_folder.Path("backup.tar"), letter);
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);

        await Assert.ThrowsAsync<RegistryException>(() => _copies.CopyAsync(pair.SourceImage, _folder.Archive("v1")));
        await _copies.CompleteLayoutsAsync(isWhole: false);

        Assert.Equal(letter, await File.ReadAllBytesAsync(_folder.Path("backup.tar")));
    }

    private async Task<RegistryException> FailsAsync()
    {
        await using var pair = await DevPair.StartAsync();
        return await Assert.ThrowsAsync<RegistryException>(() => _copies.CopyAsync(_folder.Archive("v1"), pair.TargetImage));
    }

    private void Write(Action<TarWriter> write)
    {
        using var writer = new TarWriter(File.Create(_folder.Path("backup.tar")), TarEntryFormat.Pax);
        write(writer);
    }

    private static void AddImage(TarWriter writer, bool withBlobs)
    {
        Add(writer, "oci-layout", Marker);
        Add(
            writer,
            "index.json",
            $$$"""
            {"schemaVersion":2,"manifests":[{"mediaType":"{{{Image.MediaType}}}","digest":"{{{Image.Digest}}}",
            "size":{{{Image.Content.Length}}},"annotations":{"org.opencontainers.image.ref.name":"v1"}}]}
            """);
        Add(writer, $"blobs/sha256/{Hex(Image.Digest)}", Image.Content);
        if (!withBlobs) return;
        foreach (var blob in Image.Blobs) Add(writer, $"blobs/sha256/{Hex(blob.Digest)}", blob.Content);
    }

    private static void Add(TarWriter writer, string name, string content) => Add(writer, name, Encoding.UTF8.GetBytes(content));

    private static void Add(TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static string Hex(string digest) => digest["sha256:".Length..];
}
