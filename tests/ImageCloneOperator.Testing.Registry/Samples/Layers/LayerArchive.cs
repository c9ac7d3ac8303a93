using System.Formats.Tar;
using System.IO.Compression;

namespace ImageCloneOperator.Testing.Registry.Samples.Layers;

/// <summary>Writes a layer as registries hold it: tar in gzip.</summary>
internal static class LayerArchive
{
    /// <summary>Returns the layer's diff ID: the digest of the tar before it is compressed.</summary>
    public static async Task<string> WriteAsync(SampleLayer layer, Stream target, CancellationToken cancellationToken)
    {
        // Noise does not get smaller; stored blocks keep gigabytes quick.
        await using var gzip = new GZipStream(target, CompressionLevel.NoCompression, leaveOpen: true);
        await using var digesting = new DigestingStream(gzip);
        await using (var tar = new TarWriter(digesting, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await using var content = new SeededStream(layer.Name, layer.Size);
            await tar.WriteEntryAsync(Entry(layer, content), cancellationToken);
        }
        return digesting.Written.Digest;
    }

    private static UstarTarEntry Entry(SampleLayer layer, Stream content) => new(TarEntryType.RegularFile, $"opt/{layer.Name}/data.bin")
    {
        DataStream = content,
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };
}
