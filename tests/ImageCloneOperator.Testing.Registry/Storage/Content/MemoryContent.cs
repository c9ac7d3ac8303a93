namespace ImageCloneOperator.Testing.Registry.Storage.Content;

internal sealed class MemoryContent(IReadOnlyList<ReadOnlyMemory<byte>> segments, long length) : IContent
{
    public long Length => length;

    public async Task CopyToAsync(Stream target, long offset, long count, CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
        {
            if (count == 0)
                return;
            if (offset >= segment.Length)
            {
                offset -= segment.Length;
                continue;
            }
            var part = segment.Slice((int)offset, (int)Math.Min(segment.Length - offset, count));
            await target.WriteAsync(part, cancellationToken);
            offset = 0;
            count -= part.Length;
        }
    }
}
