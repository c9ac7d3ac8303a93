using System.Collections.Concurrent;

namespace ImageCloneOperator.Testing.Registry.Storage.Content;

internal sealed class MemoryContentStore : IContentStore
{
    private readonly ConcurrentDictionary<string, IContent> _contents = new(StringComparer.Ordinal);

    public IContentWriter CreateWriter() => new MemoryContentWriter(this);

    public IContent? Find(string digest) => _contents.GetValueOrDefault(digest);

    public void Remove(string digest) => _contents.TryRemove(digest, out _);

    internal void Add(string digest, IContent content) => _contents.TryAdd(digest, content);
}
