using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Tests.Support;

/// <summary>A cache that a test fills.</summary>
internal sealed class ListCache<T> : IResourceCache<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly List<Action<CacheChange<T>>> _handlers = [];
    private readonly Lock _gate = new();
    private IReadOnlyList<T> _objects = [];

    public int Count => _objects.Count;

    public bool HasSynced => true;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public T? Get(EntityKey key) => _objects.FirstOrDefault(entity => entity.Metadata.Name == key.Name);

    public IReadOnlyList<T> List() => _objects;

    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
    }

    public IReadOnlyList<T> ByIndex(string name, string value) => [];

    public IDisposable Subscribe(Action<CacheChange<T>> handler)
    {
        lock (_gate) _handlers.Add(handler);
        return new Subscription();
    }

    public void Set(IReadOnlyList<T> objects)
    {
        _objects = objects;
        lock (_gate)
            foreach (var handler in _handlers) handler(default);
    }

    private sealed class Subscription : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
