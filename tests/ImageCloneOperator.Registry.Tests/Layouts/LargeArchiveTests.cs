using System.Formats.Tar;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Layouts;

namespace ImageCloneOperator.Registry.Tests.Layouts;

/// <summary>A blob of more than 8 GiB, the most that the oldest tar format can say. Files with holes keep it off the disk.</summary>
public sealed class LargeArchiveTests : IDisposable
{
    private const long Size = (8L << 30) + 1;

    private static readonly string Blob = OciLayout.FileOf(Digest.Parse($"sha256:{new string('a', 64)}"));

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Blob_of_more_than_8_GiB_is_found_in_the_archive_and_so_is_what_follows_it()
    {
        await using (var writer = new TarWriter(new SparseFile(_path), TarEntryFormat.Pax))
        {
            await ArchiveWriter.WriteAsync(writer, Blob, new ArchiveWriter.Member(new Zeros(Size), Size), CancellationToken.None);
            await ArchiveWriter.WriteAsync(
                writer, LayoutIndex.FileName, new ArchiveWriter.Member(new MemoryStream("{}"u8.ToArray()), 2), CancellationToken.None);
        }

        await using var file = File.OpenRead(_path);
        var members = TarMembers.Read(file);
        Assert.Equal(Size, members.Find(Blob)?.Size);
        Assert.Equal(2, members.Find(LayoutIndex.FileName)?.Size);

        // As tar itself reads it, and with it skopeo and containerd.
        var listed = (await Shell.RunAsync("tar", ["--list", "--verbose", "--file", _path])).Require();
        Assert.Contains($" {Size} ", listed, StringComparison.Ordinal);
        Assert.EndsWith($" {LayoutIndex.FileName}\n", listed, StringComparison.Ordinal);
    }

    /// <summary>As blobs are read: it does not seek.</summary>
    private sealed class Zeros(long size) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, size - _position);
            buffer.AsSpan(offset, read).Clear();
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Leaves holes where only zeros are written.</summary>
    private sealed class SparseFile(string path) : FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Span.ContainsAnyExcept((byte)0)) return base.WriteAsync(buffer, cancellationToken);
            if (Position + buffer.Length > Length) SetLength(Position + buffer.Length);
            Seek(buffer.Length, SeekOrigin.Current);
            return ValueTask.CompletedTask;
        }
    }
}
