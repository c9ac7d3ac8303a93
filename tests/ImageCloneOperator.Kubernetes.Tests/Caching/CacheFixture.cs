using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Queues;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Kubernetes.Tests.Caching;

/// <summary>A running cache, and everything that its handler was told, in order.</summary>
internal sealed class CacheFixture<T> : IAsyncDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _subscription;
    private readonly Task _running;

    public CacheFixture(IKubernetesClient client, Action<ResourceCacheOptions<T>>? configure = null, TimeProvider? time = null)
    {
        var options = new ResourceCacheOptions<T>
        {
            Backoff = new ExponentialBackoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50)),
        };
        configure?.Invoke(options);
        Cache = new ResourceCache<T>(
            client,
            client.TypeOf<T>(),
            options,
            time ?? TimeProvider.System,
            new CacheMetrics(Meters),
            NullLogger<ResourceCache<T>>.Instance);
        _subscription = Cache.Subscribe(change => Told.Enqueue(Describe(change)));
        _running = Cache.RunAsync(_stop.Token);
    }

    public ResourceCache<T> Cache { get; }

    public TestMeters Meters { get; } = new();

    /// <summary>Such as <c>+a</c>, <c>~a</c> and <c>-a</c>.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    public IEnumerable<string> Names => Cache.List().Select(item => item.Metadata.Name!).Order(StringComparer.Ordinal);

    public Task SyncAsync() => Cache.WaitForSyncAsync(Bound.Token());

    public double Restarts(string reason) => Meters.Sum("kubernetes.cache.watch.restarts", reason);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _subscription.Dispose();
        _stop.Dispose();
        Meters.Dispose();
    }

    private static string Describe(CacheChange<T> change) =>
        (change.IsAdded ? "+" : change.IsDeleted ? "-" : "~") + change.Object.Metadata.Name;
}
