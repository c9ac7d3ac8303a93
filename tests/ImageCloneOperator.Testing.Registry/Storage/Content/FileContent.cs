using System.Buffers;

namespace ImageCloneOperator.Testing.Registry.Storage.Content;

internal sealed class FileContent(string path, long length) : IContent
{
    private const int BufferSize = 256 * 1024;

    public long Length => length;

    public async Task CopyToAsync(Stream target, long offset, long count, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (count > 0)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, count));
                var read = await RandomAccess.ReadAsync(file, part, offset, cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException($"{path} is shorter than {length} bytes");
                await target.WriteAsync(part[..read], cancellationToken);
                offset += read;
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
