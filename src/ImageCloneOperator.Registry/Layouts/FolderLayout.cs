using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>
/// A layout in a folder. Blobs are written beside it and moved to their place when they are whole. The index is replaced in one step; a
/// lock file makes other processes of this program wait meanwhile.
/// </summary>
internal sealed class FolderLayout(string name, string root) : OciLayout(name), IDisposable
{
    private const string Lock = "index.json.lock";
    private const string Ingest = "ingest";
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lazy<bool> _prepared = new(() => Prepare(name, root));

    public override LayoutIndex ReadIndex()
    {
        if (ReadSmall(Marker, 4096) is not { } marker) return LayoutIndex.Empty;
        CheckMarker(marker);
        return ReadSmall(LayoutIndex.FileName, LayoutIndex.MaxBytes) is { } content ? ParseIndex(content) : LayoutIndex.Empty;
    }

    public override LayoutBlob? Find(Digest digest)
    {
        var file = new FileInfo(PathOf(digest));
        return file.Exists ? new LayoutBlob(file.Length, offset => OpenAt(file, offset)) : null;
    }

    public override async Task WriteAsync(Digest digest, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        _ = _prepared.Value;
        var place = PathOf(digest);
        var unfinished = Path.Combine(root, Ingest, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        try
        {
            await WriteFileAsync(unfinished, write);
            File.Move(unfinished, place, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public override async Task UpdateAsync(Func<LayoutIndex, LayoutIndex> change, CancellationToken cancellationToken)
    {
        _ = _prepared.Value;
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var others = await LockAsync(cancellationToken);
            var index = ReadIndex();
            var changed = change(index);
            if (changed == index) return;
            var unfinished = Path.Combine(root, $"{LayoutIndex.FileName}.{Guid.NewGuid():N}");
            await WriteFileAsync(unfinished, stream => stream.WriteAsync(changed.Write(), cancellationToken).AsTask());
            File.Move(unfinished, Path.Combine(root, LayoutIndex.FileName), overwrite: true);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private string PathOf(Digest digest) => Path.Combine(root, FileOf(digest));

    /// <summary>Nothing is put into a folder that holds other things.</summary>
    private static bool Prepare(string name, string root)
    {
        Directory.CreateDirectory(root);
        var marker = Path.Combine(root, Marker);
        if (File.Exists(marker)) return true;
        var isForeign = Directory.EnumerateFileSystemEntries(root).Any(path => Path.GetFileName(path) is not (Ingest or "blobs" or Lock));
        // Another program may have made it a layout since.
        if (isForeign && !File.Exists(marker))
        {
            throw new RegistryException(
                RegistryErrorKind.Unsupported,
                new RegistryOperation("write the OCI layout", name, ""),
                "the folder is not empty and is no OCI layout",
                advice: "Name a folder that is new, empty or an OCI layout.");
        }

        // Whoever reads the marker finds all of it.
        var unfinished = Path.Combine(Directory.CreateDirectory(Path.Combine(root, Ingest)).FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(unfinished, MarkerContent);
        File.Move(unfinished, marker, overwrite: true);
        return true;
    }

    /// <summary>A crash of the machine must not leave a name without its content.</summary>
    private static async Task WriteFileAsync(string path, Func<Stream, Task> write)
    {
        await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await write(stream);
        stream.Flush(flushToDisk: true);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += LockInterval)
        {
            try
            {
                return new FileStream(Path.Combine(root, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                await Task.Delay(LockInterval, cancellationToken);
            }
        }
    }

    /// <summary>Only regular files have a length, so that nothing waits for a pipe.</summary>
    private byte[]? ReadSmall(string file, int limit)
    {
        var info = new FileInfo(Path.Combine(root, file));
        if (!info.Exists) return null;
        if (info.Length == 0 || info.Length > limit) throw Broken($"its file {file} has {info.Length} bytes");
        using var stream = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[info.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static Stream OpenAt(FileInfo file, long offset)
    {
        if (file.Length == 0) return Stream.Null;
        var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Position = offset;
        return stream;
    }
}
