namespace ImageCloneOperator.Testing.Registry.Storage.Content;

/// <summary>Bytes on their way in. Disposed without <see cref="Commit"/> they leave nothing behind.</summary>
internal interface IContentWriter : IDisposable
{
    ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>What has been written so far, readable while the writer is at rest.</summary>
    IContent Written();

    /// <summary>Keeps the bytes under their digest; whoever comes second with the same digest is dropped.</summary>
    void Commit(string digest);
}
