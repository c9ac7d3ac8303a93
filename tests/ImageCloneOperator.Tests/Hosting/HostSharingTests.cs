using ImageCloneOperator.Hosting;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Transport.Limits;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Hosting;

public sealed class HostSharingTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TestMeters _meters = new();
    private readonly RegistryClient _registries = new();
    private string _namespace = "";
    private HostSharing _sharing = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _namespace = await cluster.NamespaceAsync();
        var leases = new ResourceCache<V1Lease>(
            cluster.Client,
            cluster.Client.TypeOf<V1Lease>(),
            new ResourceCacheOptions<V1Lease> { Namespace = _namespace },
            TimeProvider.System,
            new CacheMetrics(_meters),
            NullLogger.Instance);
        _running = leases.RunAsync(_stop.Token);
        _sharing = new HostSharing(_registries, new SoleMember("this"), leases, TimeProvider.System);
        await _sharing.StartAsync(Bound.Token());
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose()
    {
        _sharing.Dispose();
        _registries.Dispose();
        _meters.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Pause_that_another_replica_was_asked_for_is_kept()
    {
        var others = new SharedHosts(TimeProvider.System);
        others.Pause("docker.io", TimeProvider.System.GetUtcNow().AddMinutes(1));
        others.Pause("localhost:5000", TimeProvider.System.GetUtcNow().AddMinutes(2));
        others.Pause("soon.example.com", TimeProvider.System.GetUtcNow().AddMilliseconds(500));

        await LeaseAsync("other", HostSharing.Tell(others, TimeProvider.System));

        await Eventually.True(() => _registries.Hosts.PausedUntil("localhost:5000") == others.PausedUntil("localhost:5000"));
        Assert.Equal(others.PausedUntil("docker.io"), _registries.Hosts.PausedUntil("docker.io"));
        Assert.Equal(default, _registries.Hosts.PausedUntil("soon.example.com"));
    }

    [Fact]
    public async Task Clock_of_another_replica_does_not_close_a_host_for_long_and_nonsense_closes_none()
    {
        await LeaseAsync("wrong", new Dictionary<string, string>
        {
            ["imageclone.dev/paused-hosts"] = "quay.io=2100-01-01T00:00:00Z,ghcr.io=soon,=,gcr.io",
        });

        await Eventually.True(() => _registries.Hosts.PausedUntil("quay.io") > TimeProvider.System.GetUtcNow());
        Assert.True(_registries.Hosts.PausedUntil("quay.io") <= TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Equal("quay.io", Assert.Single(_registries.Hosts.Pauses).Host);
    }

    private Task<V1Lease> LeaseAsync(string name, IReadOnlyDictionary<string, string> annotations) => cluster.Client.CreateAsync(
        new V1Lease
        {
            Metadata = new() { Name = name, NamespaceProperty = _namespace, Annotations = annotations.ToDictionary() },
            Spec = new() { HolderIdentity = name },
        },
        Bound.Token());
}
