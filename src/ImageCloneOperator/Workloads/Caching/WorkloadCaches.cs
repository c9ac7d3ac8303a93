using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>
/// The workloads of all kinds that are watched, findable by what the operator asks about them. A kind may be added at any time.
/// </summary>
internal sealed class WorkloadCaches : ICacheEvents<Workload>, ICacheRunner
{
    private const string ByImage = "image";
    private const string ByNamespace = "namespace";
    private const string ByFinalizer = "held";
    private const string ByRewrite = "rewritten";
    private const string Yes = "true";

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<WorkloadType, ResourceCache<Workload>> _caches = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<Task> _running = [];
    private readonly Func<WorkloadType, ResourceCache<Workload>> _create;
    private CancellationToken? _stop;

    public WorkloadCaches(IKubernetesClient client, TimeProvider time, CacheMetrics metrics, ILogger<WorkloadCaches> logger)
    {
        _create = type => new ResourceCache<Workload>(client, WorkloadResource.Of(type, client.Json), Options(), time, metrics, logger);
        foreach (var type in WorkloadTypes.BuiltIn) Add(type);
    }

    /// <summary>Whether the kind's workloads are known, and what is missing where not.</summary>
    public IReadinessSource ReadinessOf(WorkloadType type) => _caches[type];

    public IEnumerable<Workload> All() => _caches.Values.SelectMany(cache => cache.List());

    public Workload? Find(WorkloadKey key) => _caches.GetValueOrDefault(key.Type)?.Get(new EntityKey(key.Namespace, key.Name));

    /// <summary>Those that use the image, by its canonical name.</summary>
    public IEnumerable<Workload> Using(string image) => ByIndex(ByImage, image);

    public IEnumerable<Workload> InNamespace(string name) => ByIndex(ByNamespace, name);

    /// <summary>Those that carry the operator's finalizer.</summary>
    public IEnumerable<Workload> Held() => ByIndex(ByFinalizer, Yes);

    /// <summary>Those that carry an annotation of a rewrite.</summary>
    public IEnumerable<Workload> Rewritten() => ByIndex(ByRewrite, Yes);

    /// <summary>The canonical names of the images that a workload uses, as their owner wrote them; bad references have none.</summary>
    public static IEnumerable<string> Images(Workload workload)
    {
        foreach (var image in workload.Images.Select(workload.Original).Distinct(StringComparer.Ordinal))
        {
            if (ImageReference.TryParse(image, out var reference, out _)) yield return new BackupKey("", reference).Source.ToString();
        }
    }

    /// <summary>Watches the workloads of a kind too.</summary>
    public void Add(WorkloadType type)
    {
        lock (_gate)
        {
            if (_caches.ContainsKey(type)) return;
            var cache = _caches[type] = _create(type);
            foreach (var subscription in _subscriptions) subscription.Follow(cache);
            if (_stop is { } stop) _running.Add(cache.RunAsync(stop));
        }
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_caches.Values.Select(cache => cache.WaitForSyncAsync(cancellationToken)));

    public IDisposable Subscribe(Action<CacheChange<Workload>> handler)
    {
        lock (_gate)
        {
            var subscription = new Subscription(this, handler);
            foreach (var cache in _caches.Values) subscription.Follow(cache);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stop = cancellationToken;
            _running.AddRange(_caches.Values.Select(cache => cache.RunAsync(cancellationToken)));
        }

        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running);
    }

    private static ResourceCacheOptions<Workload> Options() => new()
    {
        Indexes =
        {
            [ByImage] = Images,
            [ByNamespace] = workload => [workload.Key.Namespace],
            [ByFinalizer] = workload => workload.Held ? [Yes] : [],
            [ByRewrite] = workload => workload.IsRewritten() ? [Yes] : [],
        },
    };

    private IEnumerable<Workload> ByIndex(string index, string value) => _caches.Values.SelectMany(cache => cache.ByIndex(index, value));

    private sealed class Subscription(WorkloadCaches caches, Action<CacheChange<Workload>> handler) : IDisposable
    {
        private readonly List<IDisposable> _followed = [];

        public void Follow(ResourceCache<Workload> cache) => _followed.Add(cache.Subscribe(handler));

        public void Dispose()
        {
            lock (caches._gate)
            {
                caches._subscriptions.Remove(this);
                _followed.ForEach(followed => followed.Dispose());
            }
        }
    }
}
