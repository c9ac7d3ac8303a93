using System.Runtime.InteropServices;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>
/// Where blobs are known to be: registry host and digest → some of its repositories. Bounded; the longest unused go first. It may be
/// wrong, since registries delete: whoever relies on it must bear that.
/// </summary>
internal sealed class BlobInfoCache(int capacity = 20_000)
{
    private const int RepositoriesPerBlob = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    public bool Has(string host, string repository, Digest digest)
    {
        lock (_gate) return Find(host, digest) is { } entry && entry.Repositories.Contains(repository);
    }

    /// <returns>Repositories to mount from, the most recently learnt first.</returns>
    public IReadOnlyList<string> Find(string host, string exceptRepository, Digest digest)
    {
        lock (_gate)
            return Find(host, digest) is { } entry ? [.. entry.Repositories.Where(repository => repository != exceptRepository)] : [];
    }

    public void Add(string host, string repository, Digest digest)
    {
        lock (_gate)
        {
            if (Find(host, digest) is not { } entry) entry = Insert(new Key(host, digest));
            entry.Repositories.Remove(repository);
            entry.Repositories.Insert(0, repository);
            if (entry.Repositories.Count > RepositoriesPerBlob) entry.Repositories.RemoveAt(RepositoriesPerBlob);
        }
    }

    public void Forget(string host, string repository)
    {
        lock (_gate)
            foreach (var entry in _byUse)
                if (entry.Key.Host == host) entry.Repositories.Remove(repository);
    }

    public void Forget(string host, string repository, Digest digest)
    {
        lock (_gate) Find(host, digest)?.Repositories.Remove(repository);
    }

    /// <summary>The host said that it had mounted this blob, and had not.</summary>
    public void ForbidMounts(string host, Digest digest)
    {
        lock (_gate) (Find(host, digest) ?? Insert(new Key(host, digest))).IsMountable = false;
    }

    public bool IsMountable(string host, Digest digest)
    {
        lock (_gate) return Find(host, digest)?.IsMountable ?? true;
    }

    private Entry? Find(string host, Digest digest)
    {
        if (!_entries.TryGetValue(new Key(host, digest), out var node)) return null;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value;
    }

    private Entry Insert(Key key)
    {
        var entry = new Entry(key, []);
        _entries[key] = _byUse.AddFirst(entry);
        if (_entries.Count > capacity)
        {
            _entries.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }

        return entry;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(string Host, Digest Digest);

    private sealed record Entry(Key Key, List<string> Repositories)
    {
        public bool IsMountable { get; set; } = true;
    }
}
