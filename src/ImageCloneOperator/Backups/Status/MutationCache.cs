using System.Collections.Concurrent;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Backups.Status;

/// <summary>
/// What this replica wrote last, until the cache has seen it: a reconcile in between must not act on the state before. ResourceVersions are
/// compared as the whole numbers that they are (KEP-5504).
/// </summary>
internal sealed class MutationCache
{
    private readonly ConcurrentDictionary<string, ImageBackup> _written = new(StringComparer.Ordinal);

    public void Wrote(ImageBackup backup) => _written[backup.Metadata.Name!] = backup;

    public ImageBackup Of(ImageBackup cached)
    {
        if (!_written.TryGetValue(cached.Metadata.Name!, out var written)) return cached;
        if (written.Metadata.Uid == cached.Metadata.Uid && Version(written) > Version(cached)) return written;
        _written.TryRemove(new(cached.Metadata.Name!, written));
        return cached;
    }

    public void Forget(string name) => _written.TryRemove(name, out _);

    private static ulong Version(ImageBackup backup) => ulong.TryParse(backup.Metadata.ResourceVersion, out var version) ? version : 0;
}
