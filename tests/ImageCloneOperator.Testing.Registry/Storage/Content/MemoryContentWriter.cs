namespace ImageCloneOperator.Testing.Registry.Storage.Content;

/// <summary>Grows in segments, so that a blob of gigabytes is never copied to make room.</summary>
internal sealed class MemoryContentWriter(MemoryContentStore store) : IContentWriter
{
    private const int SmallestSegment = 16 * 1024;
    private const int LargestSegment = 1024 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _open = [];
    private int _used;
    private long _length;

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            if (_used == _open.Length)
                OpenSegment();
            var part = Math.Min(bytes.Length, _open.Length - _used);
            bytes[..part].CopyTo(_open.AsMemory(_used));
            _used += part;
            _length += part;
            bytes = bytes[part..];
        }
        return ValueTask.CompletedTask;
    }

    public IContent Written() => new MemoryContent([.. _full, _open.AsMemory(0, _used)], _length);

    public void Commit(string digest)
    {
        if (_used < _open.Length / 2)
            _open = _open[.._used];
        store.Add(digest, Written());
    }

    public void Dispose()
    {
    }

    private void OpenSegment()
    {
        if (_used > 0)
            _full.Add(_open);
        _open = new byte[Math.Clamp(_open.Length * 2, SmallestSegment, LargestSegment)];
        _used = 0;
    }
}
