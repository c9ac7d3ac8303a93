namespace ImageCloneOperator.Testing.Registry.Storage.Content;

/// <summary>Keeps each blob as <c>blobs/&lt;algorithm&gt;/&lt;hex&gt;</c>, and uploads aside until they are whole.</summary>
internal sealed class FolderContentStore : IContentStore
{
    private readonly string _blobs;
    private readonly string _uploads;

    public FolderContentStore(string folder)
    {
        _blobs = Path.Combine(folder, "blobs");
        _uploads = Directory.CreateDirectory(Path.Combine(folder, "uploads")).FullName;
    }

    public IContentWriter CreateWriter() => new FileContentWriter(this, Path.Combine(_uploads, Guid.NewGuid().ToString("N")));

    public IContent? Find(string digest)
    {
        var file = new FileInfo(PathOf(digest));
        return file.Exists ? new FileContent(file.FullName, file.Length) : null;
    }

    public void Remove(string digest) => File.Delete(PathOf(digest));

    internal void Add(string digest, string upload)
    {
        var path = PathOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(upload, path, overwrite: true);
    }

    private string PathOf(string digest) => Path.Combine(_blobs, digest.Replace(':', Path.DirectorySeparatorChar));
}
