using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Tests.Support;

/// <summary>A cache that answers as a test says, for what depends on the moment of a look.</summary>
internal sealed class StubCache<T>(Func<EntityKey, T?> get) : IResourceCache<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public int Count => 0;

    public bool HasSynced => true;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public T? Get(EntityKey key) => get(key);

    public IReadOnlyList<T> List() => [];

    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
    }

    public IReadOnlyList<T> ByIndex(string name, string value) => [];

    public IDisposable Subscribe(Action<CacheChange<T>> handler) => throw new NotSupportedException();
}
