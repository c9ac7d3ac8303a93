using System.Collections.Concurrent;

namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>What one name holds: links to blobs, manifests by digest, and tags.</summary>
internal sealed class Repository(string name, IRepositoryFiles files)
{
    private readonly ConcurrentDictionary<string, bool> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredManifest> _manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _tags = new(StringComparer.Ordinal);

    public string Name => name;

    public bool IsEmpty => _blobs.IsEmpty && _manifests.IsEmpty;

    public IEnumerable<string> Tags => _tags.Keys;

    public IEnumerable<StoredManifest> Manifests => _manifests.Values;

    public bool HasBlob(string digest) => _blobs.ContainsKey(digest);

    public bool HasManifest(string digest) => _manifests.ContainsKey(digest);

    public string? DigestOf(string tag) => _tags.GetValueOrDefault(tag);

    public StoredManifest? FindManifest(string reference) =>
        _manifests.GetValueOrDefault(reference) ?? (DigestOf(reference) is { } digest ? _manifests.GetValueOrDefault(digest) : null);

    public IEnumerable<StoredManifest> ReferrersOf(string digest) =>
        _manifests.Values.Where(manifest => manifest.Summary.Subject == digest)
            .OrderBy(manifest => manifest.Digest, StringComparer.Ordinal);

    public void LinkBlob(string digest)
    {
        if (_blobs.TryAdd(digest, true))
            files.BlobLinked(name, digest);
    }

    public bool UnlinkBlob(string digest)
    {
        if (!_blobs.TryRemove(digest, out _))
            return false;
        files.BlobUnlinked(name, digest);
        return true;
    }

    public void Store(StoredManifest manifest)
    {
        if (_manifests.TryAdd(manifest.Digest, manifest))
            files.ManifestStored(name, manifest);
    }

    public bool Remove(string digest)
    {
        if (!_manifests.TryRemove(digest, out _))
            return false;
        foreach (var tag in _tags.Where(tag => tag.Value == digest).ToList())
            Untag(tag.Key);
        files.ManifestRemoved(name, digest);
        return true;
    }

    public void Tag(string tag, string digest)
    {
        _tags[tag] = digest;
        files.TagSet(name, tag, digest);
    }

    public bool Untag(string tag)
    {
        if (!_tags.TryRemove(tag, out _))
            return false;
        files.TagRemoved(name, tag);
        return true;
    }
}
