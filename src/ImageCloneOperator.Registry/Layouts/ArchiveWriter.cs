using System.Formats.Tar;
using System.Security.Cryptography;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>
/// Writes a layout as a tar archive: what its index leads to, each blob once and compared with its digest. The same images give the same
/// bytes.
/// </summary>
internal sealed class ArchiveWriter(OciLayout layout)
{
    /// <summary>What the oldest tar format can say.</summary>
    private const long LargestPlain = (8L << 30) - 1;

    private readonly LayoutManifests _manifests = new(layout);

    public async Task WriteAsync(string path, byte[] marker, CancellationToken cancellationToken)
    {
        var index = layout.ReadIndex();
        await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 20);
        await using (var writer = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            await WriteAsync(writer, OciLayout.Marker, new Member(new MemoryStream(marker), marker.Length), cancellationToken);
            var content = index.Write();
            await WriteAsync(writer, LayoutIndex.FileName, new Member(new MemoryStream(content), content.Length), cancellationToken);
            foreach (var digest in (await ReachAsync(index, cancellationToken)).OrderBy(
                digest => digest.ToString(), StringComparer.Ordinal))
            {
                await WriteBlobAsync(writer, digest, cancellationToken);
            }
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>All that the index leads to and the layout has.</summary>
    private async Task<HashSet<Digest>> ReachAsync(LayoutIndex index, CancellationToken cancellationToken)
    {
        var reached = new HashSet<Digest>();
        var waiting = new Stack<Descriptor>(index.Entries);
        while (waiting.TryPop(out var next))
        {
            if (layout.Find(next.Digest) is null || !reached.Add(next.Digest)) continue;
            if (!MediaTypes.IsManifest(next.MediaType)) continue;
            var manifest = await _manifests.ParseAsync(next.Digest, next.MediaType, cancellationToken);
            foreach (var part in manifest!.Blobs.Concat(manifest.Children)) waiting.Push(part);
        }

        return reached;
    }

    private async Task WriteBlobAsync(TarWriter writer, Digest digest, CancellationToken cancellationToken)
    {
        var blob = layout.Find(digest)!;
        using var hash = ContentHash.Start(digest);
        await using var content = new Member(blob.OpenAt(0), blob.Size, hash);
        await WriteAsync(writer, OciLayout.FileOf(digest), content, cancellationToken);
        if (ContentHash.Finish(hash, digest) is var actual && actual != digest)
        {
            throw new RegistryException(
                RegistryErrorKind.Corrupt, layout.Operation($"read blob {digest}"), $"what is there has the digest {actual}");
        }
    }

    internal static Task WriteAsync(TarWriter writer, string name, Member content, CancellationToken cancellationToken)
    {
        TarEntry entry = content.Length > LargestPlain || name.Length > 99
            ? new PaxTarEntry(TarEntryType.RegularFile, name)
            : new UstarTarEntry(TarEntryType.RegularFile, name);
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.DataStream = content;
        return writer.WriteEntryAsync(entry, cancellationToken);
    }

    /// <summary>
    /// The content of a file of an archive, hashed while it is written. TarWriter asks its length beforehand and does not seek; the
    /// content of a stream that cannot seek it keeps in memory, and at most 2 GiB of it.
    /// </summary>
    internal sealed class Member(Stream inner, long size, IncrementalHash? hash = null) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Pass(buffer.AsSpan(offset, read));
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Pass(buffer.Span[..read]);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private void Pass(ReadOnlySpan<byte> read)
        {
            hash?.AppendData(read);
            _position += read.Length;
        }
    }
}
