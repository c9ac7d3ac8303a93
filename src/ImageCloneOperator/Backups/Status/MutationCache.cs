using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Backups.Status;

/// <summary>
/// What this replica wrote last, until the cache has seen it: a reconcile in between must not act on the state before. ResourceVersions are
/// compared as the whole numbers that they are (KEP-5504).
/// </summary>
internal sealed class MutationCache
{
    private readonly ConcurrentDictionary<string, ImageBackup> _written = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);

    public void Wrote(ImageBackup backup)
    {
        _written[backup.Metadata.Name!] = backup;
        _marks[backup.Metadata.Name!] = new Mark(Version(backup), HashOf(backup.Status));
    }

    /// <summary>The newest version of the backup that is known to have the status as given, or as this replica wrote it last.</summary>
    public string? VersionOf(ImageBackup backup) =>
        _marks.TryGetValue(backup.Metadata.Name!, out var mark) && mark.Version > Version(backup)
            ? mark.Version.ToString(CultureInfo.InvariantCulture)
            : backup.Metadata.ResourceVersion;

    /// <summary>Whether this is the status that this replica wrote last: what else has changed since is not the status.</summary>
    public bool IsOurs(ImageBackup backup) =>
        _marks.TryGetValue(backup.Metadata.Name!, out var mark) && mark.Status == HashOf(backup.Status);

    public ImageBackup Of(ImageBackup cached)
    {
        if (!_written.TryGetValue(cached.Metadata.Name!, out var written)) return cached;
        if (written.Metadata.Uid == cached.Metadata.Uid && Version(written) > Version(cached)) return written;
        _written.TryRemove(new(cached.Metadata.Name!, written));
        return cached;
    }

    public void Forget(string name)
    {
        _written.TryRemove(name, out _);
        _marks.TryRemove(name, out _);
    }

    private static Digest HashOf(ImageBackupStatus status) =>
        Digest.Of(JsonSerializer.SerializeToUtf8Bytes(status, ApiJsonContext.Default.ImageBackupStatus));

    private static ulong Version(ImageBackup backup) => ulong.TryParse(backup.Metadata.ResourceVersion, out var version) ? version : 0;

    /// <summary>Remembered for longer than the whole backup, and small.</summary>
    private readonly record struct Mark(ulong Version, Digest Status);
}
