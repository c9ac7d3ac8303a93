using Microsoft.Win32.SafeHandles;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>A layout's tar archive that is there. It is read where it lies, and stays what it was even when the file is replaced.</summary>
internal sealed class ArchiveFile : IDisposable
{
    private static readonly byte[] GzipMark = [0x1f, 0x8b];

    private readonly SafeFileHandle _file;
    private readonly TarMembers _members;

    private ArchiveFile(SafeFileHandle file, TarMembers members) => (_file, _members) = (file, members);

    /// <returns>None where there is no such file.</returns>
    /// <exception cref="FormatException">It is no tar archive.</exception>
    public static ArchiveFile? Open(string path)
    {
        if (!File.Exists(path)) return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new ArchiveFile(stream.SafeFileHandle, TarMembers.Read(Plain(stream)));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <returns>None where the archive has no such file.</returns>
    /// <exception cref="FormatException">It is larger than that.</exception>
    public byte[]? ReadSmall(string name, int limit)
    {
        if (_members.Find(name) is not { } place) return null;
        if (place.Size > limit) throw new FormatException($"its {name} has {place.Size} bytes");
        var content = new byte[place.Size];
        using var part = new FilePart(_file, place.Offset, place.Size);
        part.ReadExactly(content);
        return content;
    }

    public LayoutBlob? Find(string name) => _members.Find(name) is { } place
        ? new LayoutBlob(place.Size, from => new FilePart(_file, place.Offset + from, place.Size - from))
        : null;

    public void Dispose() => _file.Dispose();

    private static FileStream Plain(FileStream stream)
    {
        Span<byte> start = stackalloc byte[2];
        if (stream.Length >= start.Length)
        {
            stream.ReadExactly(start);
            stream.Position = 0;
        }

        return start.SequenceEqual(GzipMark) ? throw new FormatException("it is compressed; decompress it with gunzip first") : stream;
    }
}
