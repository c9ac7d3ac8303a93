using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Tests.Support;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Planning;

public sealed class BackupUpserterTests : IClassFixture<LiveCluster>, IAsyncLifetime, IDisposable
{
    private static readonly ImageReference Source = ImageReference.Parse("nginx:1.27");

    private readonly string _policy = $"p{Guid.NewGuid().ToString("N")[..8]}";
    private readonly LiveCluster _cluster;
    private readonly int _before;
    private readonly TestMeters _meters = new();
    private readonly WorkloadCaches _workloads;
    private readonly OwnerReader _owners;
    private BackupPolicy? _owner;
    private ImageBackup? _known;
    private Action _looked = () => { };

    public BackupUpserterTests(LiveCluster cluster)
    {
        _cluster = cluster;
        _workloads = new WorkloadCaches(
            cluster.Client, TimeProvider.System, new CacheMetrics(_meters), NullLogger<WorkloadCaches>.Instance);
        _owners = new OwnerReader(cluster.Client, _workloads, TimeProvider.System);
        _before = Total();
    }

    /// <summary>A backup without its owner would be collected as garbage.</summary>
    public async Task InitializeAsync() => _owner = await _cluster.ApplyAsync<BackupPolicy>($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: {{_policy}} }
        spec: {target: {registry: registry.example.com} }
        """);

    public void Dispose()
    {
        _owners.Dispose();
        _meters.Dispose();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Workloads_that_want_the_same_image_at_the_same_time_cause_one_write()
    {
        var applier = Applier();

        var settled = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EnsureAsync(applier)));

        Assert.Single(settled, made => made);
        Assert.Equal(1, Creates);
    }

    /// <summary>
    /// Three workers: the first makes it; the second sees it in the cache and clears its mark; the third had looked before that.
    /// </summary>
    [Fact]
    public async Task Worker_with_stale_cache_does_not_write_backup_again()
    {
        var applier = Applier();
        Assert.True(await EnsureAsync(applier));
        var made = (await _cluster.GetAsync<ImageBackup>(Name, @namespace: null))!;
        _looked = () =>
        {
            _looked = () => { };
            _known = made;
            Assert.True(EnsureAsync(applier).GetAwaiter().GetResult());
        };

        Assert.False(await EnsureAsync(applier));

        Assert.Equal(1, Creates);
    }

    private string Name => ImageBackupName.For(_policy, Source.ToString());

    private int Creates => Total() - _before;

    private int Total() => _cluster.Server.Requests.Count("create", "imagebackups");

    private BackupUpserter Applier()
    {
        var policies = new StubCache<BackupPolicy>(_ => _owner);
        var compiled = new CompiledPolicies(policies, "image-clone-system");
        var backups = new StubCache<ImageBackup>(key => key.Name == Name ? Look() : null);
        return new BackupUpserter(
            _cluster.Client,
            backups,
            policies,
            new NamespaceQuota(backups, TimeProvider.System),
            new BackupUsers(compiled, _workloads, new PodOwners(_workloads, _owners), new StubCache<V1Namespace>(_ => null)),
            new CreationFailures(TimeProvider.System),
            TimeProvider.System);
    }

    /// <summary>What the cache says at this moment; then something may happen before the one who asked goes on.</summary>
    private ImageBackup? Look()
    {
        var found = _known;
        _looked();
        return found;
    }

    private Task<bool> EnsureAsync(BackupUpserter applier)
    {
        var planned = new PlannedBackup(
            new BackupKey(_policy, Source), ImageReference.Parse("registry.example.com/docker.io/library/nginx:1.27"), CopyRule.Default);
        return applier.EnsureAsync(
            planned, new Workload(new WorkloadKey(WorkloadTypes.Deployment, "default", "web")), CancellationToken.None);
    }
}
