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
    private const string ByOwner = "owner";
    private const string Yes = "true";

    /// <summary>A CronJob makes Jobs, and a Job pods. Who owns whom is in users' hands, and may go in circles.</summary>
    private const int MaxSteps = 3;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<WorkloadType, ResourceCache<Workload>> _caches = new();
    private readonly Dictionary<WorkloadType, CancellationTokenSource> _ends = [];
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

    /// <summary>The kinds that were added to those that are always watched.</summary>
    public IReadOnlyCollection<WorkloadType> OptionalTypes => [.. _caches.Keys.Where(IsOptional)];

    public IEnumerable<Workload> All() => _caches.Values.SelectMany(cache => cache.List());

    /// <summary>Whether the kind is watched, and all of it is known; a kind that the cluster does not have has nothing.</summary>
    public bool HasSynced(WorkloadType type) =>
        _caches.GetValueOrDefault(type) is { } cache && (cache.HasSynced || cache.Refusal is { IsServed: false });

    /// <summary>Why the API server does not let the kind be read; null where it does, and where nobody has asked.</summary>
    public CacheRefusal? RefusalOf(WorkloadType type) => _caches.GetValueOrDefault(type)?.Refusal;

    public Workload? Find(WorkloadKey key) => _caches.GetValueOrDefault(key.Type)?.Get(new EntityKey(key.Namespace, key.Name));

    /// <summary>The workload that an owner reference names.</summary>
    public Workload? Find(string ns, WorkloadOwner owner) =>
        _caches.Keys.FirstOrDefault(type => !type.IsPod && owner.IsOf(type)) is { } type
            ? Find(new WorkloadKey(type, ns, owner.Name))
            : null;

    /// <summary>The pods that a workload has made, itself or by way of others, where pods are watched.</summary>
    public IEnumerable<Workload> PodsOf(Workload workload) => PodsOf(workload, MaxSteps);

    /// <summary>The pods that belong to the same as this one.</summary>
    public IEnumerable<Workload> Siblings(Workload pod) => OwnerValue(pod) is { } owner ? ByIndex(ByOwner, owner) : [];

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
            foreach (var subscription in _subscriptions) subscription.Follow(type, cache);
            if (_stop is { } stop) _running.Add(cache.RunAsync(End(type, stop)));
        }
    }

    /// <summary>Watches a kind no longer, and forgets what it has.</summary>
    public void Remove(WorkloadType type)
    {
        lock (_gate)
        {
            if (!_caches.TryRemove(type, out _)) return;
            foreach (var subscription in _subscriptions) subscription.Leave(type);
            if (_ends.Remove(type, out var end)) end.Cancel();
        }
    }

    /// <summary>What is added comes when it comes: a role that does not let it be read must keep nothing else from being done.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_caches.Where(cache => !IsOptional(cache.Key)).Select(cache => cache.Value.WaitForSyncAsync(cancellationToken)));

    public IDisposable Subscribe(Action<CacheChange<Workload>> handler)
    {
        lock (_gate)
        {
            var subscription = new Subscription(this, handler);
            foreach (var (type, cache) in _caches) subscription.Follow(type, cache);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stop = cancellationToken;
            _running.AddRange(_caches.Select(cache => cache.Value.RunAsync(End(cache.Key, cancellationToken))));
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
            [ByFinalizer] = workload => workload.Held && workload.Key.Type.IsProtectable ? [Yes] : [],
            // A pod that the webhook has changed needs nothing put back.
            [ByRewrite] = workload => workload.IsRewritten() && !workload.Key.Type.IsPod ? [Yes] : [],
            [ByOwner] = workload => OwnerValue(workload) is { } owner ? [owner] : [],
        },
    };

    private static bool IsOptional(WorkloadType type) => !WorkloadTypes.BuiltIn.Contains(type);

    private static string? OwnerValue(Workload workload) => OwnerChain.Nearest(workload) is { } owner
        ? OwnerValue(workload.Key.Namespace, owner.Kind, owner.Name)
        : null;

    private static string OwnerValue(string ns, string kind, string name) => $"{kind}/{ns}/{name}";

    private CancellationToken End(WorkloadType type, CancellationToken stop) =>
        (_ends[type] = CancellationTokenSource.CreateLinkedTokenSource(stop)).Token;

    private IEnumerable<Workload> PodsOf(Workload workload, int steps) =>
        ByIndex(ByOwner, OwnerValue(workload.Key.Namespace, workload.Key.Kind, workload.Key.Name))
            .SelectMany(owned => owned.Key.Type.IsPod ? [owned] : steps > 1 ? PodsOf(owned, steps - 1) : []);

    private IEnumerable<Workload> ByIndex(string index, string value) => _caches.Values.SelectMany(cache => cache.ByIndex(index, value));

    private sealed class Subscription(WorkloadCaches caches, Action<CacheChange<Workload>> handler) : IDisposable
    {
        private readonly Dictionary<WorkloadType, IDisposable> _followed = [];

        public void Follow(WorkloadType type, ResourceCache<Workload> cache) => _followed.Add(type, cache.Subscribe(handler));

        public void Leave(WorkloadType type)
        {
            if (_followed.Remove(type, out var followed)) followed.Dispose();
        }

        public void Dispose()
        {
            lock (caches._gate)
            {
                caches._subscriptions.Remove(this);
                foreach (var followed in _followed.Values) followed.Dispose();
                _followed.Clear();
            }
        }
    }
}
