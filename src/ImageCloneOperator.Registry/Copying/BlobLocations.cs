using System.Runtime.InteropServices;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>
/// Where blobs are known to be: registry host and digest → some of its repositories. Bounded; the longest unused go first. It may be
/// wrong, since registries delete: whoever relies on it must bear that.
/// </summary>
internal sealed class BlobLocations(int capacity = 20_000)
{
    private const int RepositoriesPerBlob = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new();

    public bool Has(string host, string repository, Digest digest)
    {
        lock (gate) return Find(host, digest) is { } entry && entry.Repositories.Contains(repository);
    }

    /// <returns>Repositories to mount from, the most recently learnt first.</returns>
    public IReadOnlyList<string> Find(string host, string exceptRepository, Digest digest)
    {
        lock (gate) return Find(host, digest) is { } entry ? [.. entry.Repositories.Where(repository => repository != exceptRepository)] : [];
    }

    public void Add(string host, string repository, Digest digest)
    {
        lock (gate)
        {
            if (Find(host, digest) is not { } entry) entry = Insert(new Key(host, digest));
            entry.Repositories.Remove(repository);
            entry.Repositories.Insert(0, repository);
            if (entry.Repositories.Count > RepositoriesPerBlob) entry.Repositories.RemoveAt(RepositoriesPerBlob);
        }
    }

    public void Forget(string host, string repository)
    {
        lock (gate)
            foreach (var entry in byUse)
                if (entry.Key.Host == host) entry.Repositories.Remove(repository);
    }

    public void Forget(string host, string repository, Digest digest)
    {
        lock (gate) Find(host, digest)?.Repositories.Remove(repository);
    }

    private Entry? Find(string host, Digest digest)
    {
        if (!entries.TryGetValue(new Key(host, digest), out var node)) return null;
        byUse.Remove(node);
        byUse.AddFirst(node);
        return node.Value;
    }

    private Entry Insert(Key key)
    {
        var entry = new Entry(key, []);
        entries[key] = byUse.AddFirst(entry);
        if (entries.Count > capacity)
        {
            entries.Remove(byUse.Last!.Value.Key);
            byUse.RemoveLast();
        }

        return entry;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(string Host, Digest Digest);

    private sealed record Entry(Key Key, List<string> Repositories);
}
