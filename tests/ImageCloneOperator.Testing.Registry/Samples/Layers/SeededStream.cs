namespace ImageCloneOperator.Testing.Registry.Samples.Layers;

/// <summary>
/// Bytes of any number that nothing compresses and that only a seed decides: a block of noise whose repetitions are numbered.
/// </summary>
internal sealed class SeededStream : Stream
{
    private const int BlockSize = 64 * 1024;

    private readonly byte[] _block = new byte[BlockSize];
    private readonly long _length;

    public SeededStream(string seed, long length)
    {
        _length = length;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed)));
        new Random(number).NextBytes(_block);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var (block, offset) = Math.DivRem(Position, BlockSize);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(_block, block);
        var count = (int)Math.Min(buffer.Length, Math.Min(BlockSize - offset, _length - Position));
        _block.AsSpan((int)offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => _length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
