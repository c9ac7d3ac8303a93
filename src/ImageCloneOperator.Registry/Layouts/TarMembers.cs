using System.Formats.Tar;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>
/// Where the files of a layout lie in its tar archive. Nothing is unpacked: links and names that no layout has are passed over.
/// </summary>
internal sealed class TarMembers
{
    /// <summary>A bound on memory: many thousands of images.</summary>
    private const int Most = 2_000_000;

    private readonly Dictionary<string, (long Offset, long Size)> _files = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">It is no tar archive, or is cut off.</exception>
    public static TarMembers Read(Stream archive)
    {
        var members = new TarMembers();
        try
        {
            using var reader = new TarReader(archive, leaveOpen: true);
            while (reader.GetNextEntry(copyData: false) is { } entry) members.Add(entry, archive.Length);
        }
        catch (Exception malformed) when (malformed is IOException or InvalidDataException or ArgumentException or OverflowException)
        {
            throw new FormatException($"it is no complete tar archive ({malformed.Message})", malformed);
        }

        return members;
    }

    public (long Offset, long Size)? Find(string name) => _files.TryGetValue(name, out var place) ? place : null;

    private void Add(TarEntry entry, long end)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)) return;
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        if (!IsOfLayout(name)) return;
        if (entry.DataOffset < 0 || entry.Length > end - entry.DataOffset) throw new FormatException($"it ends within {name}");
        if (_files.Count >= Most) throw new FormatException($"it has more than {Most} files");
        // As with tar itself, a later file takes the place of an earlier one.
        _files[name] = (entry.DataOffset, entry.Length);
    }

    private static bool IsOfLayout(string name) =>
        name is LayoutIndex.FileName or OciLayout.Marker
        || (name.Split('/') is ["blobs", var algorithm, var encoded] && Digest.TryParse($"{algorithm}:{encoded}", out _));
}
