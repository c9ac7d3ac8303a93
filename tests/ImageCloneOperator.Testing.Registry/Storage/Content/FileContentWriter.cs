using Microsoft.Win32.SafeHandles;

namespace ImageCloneOperator.Testing.Registry.Storage.Content;

internal sealed class FileContentWriter(FolderContentStore store, string path) : IContentWriter
{
    private readonly SafeFileHandle _file = File.OpenHandle(
        path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.Asynchronous);
    private long _length;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file, bytes, _length, cancellationToken);
        _length += bytes.Length;
    }

    public IContent Written() => new FileContent(path, _length);

    public void Commit(string digest)
    {
        _file.Dispose();
        store.Add(digest, path);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(path);
    }
}
