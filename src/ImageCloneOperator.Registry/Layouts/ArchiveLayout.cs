using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>
/// A layout in a tar archive. It is read where it lies. What is written goes to the folder <c>FILE.partial</c>, and then with what the
/// archive had into a new archive, which takes the old one's place in one step. A folder that an interrupted copy left serves the next one.
/// </summary>
internal sealed class ArchiveLayout : OciLayout, IDisposable
{
    private readonly string _path;
    private readonly string _work;
    private readonly FolderLayout _fresh;
    private readonly SemaphoreSlim _beginning = new(1);
    private Lazy<ArchiveFile?> _archive;
    private FileStream? _claim;

    public ArchiveLayout(string name, string path)
        : base(name)
    {
        _path = path;
        _work = $"{path}.partial";
        _fresh = new FolderLayout(name, Path.Combine(_work, "layout"));
        _archive = new Lazy<ArchiveFile?>(Open);
    }

    public override LayoutIndex ReadIndex() => _claim is null ? ReadArchivedIndex() : _fresh.ReadIndex();

    public override LayoutBlob? Find(Digest digest) => _archive.Value?.Find(FileOf(digest)) ?? _fresh.Find(digest);

    public override async Task WriteAsync(Digest digest, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await _fresh.WriteAsync(digest, write, cancellationToken);
    }

    public override async Task UpdateAsync(Func<LayoutIndex, LayoutIndex> change, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await _fresh.UpdateAsync(change, cancellationToken);
    }

    public override async Task CompleteAsync(bool isWhole, CancellationToken cancellationToken)
    {
        if (_claim is null || ReadIndex().Entries.Count == 0) return;
        var written = Path.Combine(_work, "archive.tar");
        await new ArchiveWriter(this).WriteAsync(written, MarkerContent, cancellationToken);
        File.Move(written, _path, overwrite: true);
        await _claim.DisposeAsync();
        _claim = null;
        if (_archive.Value is { } old) old.Dispose();
        _archive = new Lazy<ArchiveFile?>(Open);
        if (isWhole) Directory.Delete(_work, recursive: true);
    }

    public void Dispose()
    {
        _claim?.Dispose();
        if (_archive is { IsValueCreated: true, Value: { } archive }) archive.Dispose();
        _fresh.Dispose();
        _beginning.Dispose();
    }

    private ArchiveFile? Open()
    {
        try
        {
            return ArchiveFile.Open(_path);
        }
        catch (FormatException malformed)
        {
            throw Broken(malformed.Message);
        }
    }

    private LayoutIndex ReadArchivedIndex()
    {
        if (_archive.Value is not { } archive) return LayoutIndex.Empty;
        try
        {
            CheckMarker(archive.ReadSmall(Marker, 4096) ?? throw new FormatException($"it has no file {Marker}"));
            return ParseIndex(archive.ReadSmall(LayoutIndex.FileName, LayoutIndex.MaxBytes)
                ?? throw new FormatException($"it has no file {LayoutIndex.FileName}"));
        }
        catch (FormatException malformed)
        {
            throw Broken(malformed.Message);
        }
    }

    /// <summary>From here on the index is the new archive's. Names of an interrupted copy count no more; its blobs do.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_claim is not null) return;
        await _beginning.WaitAsync(cancellationToken);
        try
        {
            if (_claim is not null) return;
            var before = ReadArchivedIndex();
            Directory.CreateDirectory(_work);
            var claim = Claim();
            await _fresh.UpdateAsync(_ => before, cancellationToken);
            _claim = claim;
        }
        finally
        {
            _beginning.Release();
        }
    }

    private FileStream Claim()
    {
        try
        {
            return new FileStream(Path.Combine(_work, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw Fail(RegistryErrorKind.Conflict, "another process writes this archive", "Wait until it has ended.");
        }
    }
}
