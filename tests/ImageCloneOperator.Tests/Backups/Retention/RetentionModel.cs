using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Retention;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Catalogs.Storage;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Artifacts;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Credentials;
using ImageCloneOperator.Tests.Support;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Retention;

/// <summary>
/// One policy with its backups, and whatever may happen to them, against an API server and a registry. Its caches are empty, and every
/// backup says of itself that it has been unused for long: what keeps a copy is the proof alone.
/// </summary>
internal sealed class RetentionModel : IEventRecorder, IDisposable
{
    public const string Source = "src.example.com/app";

    private readonly LiveCluster _cluster;
    private readonly RegistryServer _target;
    private readonly HttpClient _http;
    private readonly Random _random;
    private readonly string _name;
    private readonly RegistryClient _registries = new();
    private readonly TestMeters _meters = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RetentionReader _reader;
    private readonly ExpiredBackups _expired;
    private readonly StatusPatcher _patcher;

    private readonly NamingObjects _objects;
    private readonly ModelBackups _backups;

    /// <summary>By tag, what was copied.</summary>
    private readonly SortedDictionary<string, string> _copies = new(StringComparer.Ordinal);

    public RetentionModel(LiveCluster cluster, RegistryServer target, int seed)
    {
        (_cluster, _target, _random, _name) = (cluster, target, new Random(seed), $"s{seed}");
        _patcher = new StatusPatcher(cluster.Client, new MutationCache());
        _objects = new NamingObjects(cluster, _name);
        _backups = new ModelBackups(cluster, _patcher, _name, $"{target.Host}/{Repository}");
        _http = new HttpClient { BaseAddress = target.Address };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", $"{SampleMediaTypes.OciManifest}, {SampleMediaTypes.OciIndex}");
        var workloads = new WorkloadCaches(cluster.Client, _time, new CacheMetrics(_meters), NullLogger<WorkloadCaches>.Instance);
        var policies = new CompiledPolicies(new StubCache<BackupPolicy>(_ => null), "image-clone-system");
        var access = new RegistryEndpointResolver(
            new SecretCache(cluster.Client, _time), Clouds.None, Clouds.NoRepositories, new CredentialPlugins([]), "image-clone-system");
        var store = new CatalogStore(
            access, new ArtifactStore(_registries), new RegistryInspector(_registries), new TargetMaintenance(_registries));
        _reader = new RetentionReader(
            cluster.Client,
            new ClusterImages(cluster.Client, policies),
            new OtherClusters(store, new ClusterName("here", new StubCache<V1Namespace>(_ => null))),
            workloads,
            new StubCache<ImageBackup>(_ => null),
            _time);
        _expired = new ExpiredBackups(
            cluster.Client,
            new TargetTags(access, new TargetMaintenance(_registries)),
            new BackgroundTasks("copies", 1, _time, NullLogger.Instance),
            _patcher,
            this,
            _time,
            NullLogger<ExpiredBackups>.Instance);
    }

    /// <summary>How many tags retention has deleted.</summary>
    public int Deleted { get; private set; }

    /// <summary>What was done, for whoever has to find out why it went wrong.</summary>
    public List<string> History { get; } = [];

    private string Repository => $"{_name}/src.example.com/app";

    public void Dispose()
    {
        _http.Dispose();
        _registries.Dispose();
        _meters.Dispose();
    }

    public void Record(V1ObjectReference regarding, EventType type, string reason, string note, string action) =>
        History.Add($"{reason}: {note}");

    /// <summary>
    /// Four copies: two of the same content, one that is an index of the first, and one that is pinned to the first's digest.
    /// </summary>
    public async Task StartAsync()
    {
        var samples = new SampleRepository(_target.Samples, Repository);
        var first = await samples.ImageAsync(new SampleImage(new SampleLayer($"{_name}-0", 10)), "t0");
        var second = await samples.ImageAsync(new SampleImage(new SampleLayer($"{_name}-1", 10)), "t1");
        await samples.ImageAsync(new SampleImage(new SampleLayer($"{_name}-1", 10)), "t2");
        var index = await samples.IndexAsync([first], "multi");
        await samples.ImageAsync(new SampleImage(new SampleLayer($"{_name}-0", 10)), Anchor(first.Digest));
        await samples.ImageAsync(new SampleImage(new SampleLayer($"{_name}-1", 10)), Anchor(second.Digest));
        foreach (var (tag, digest) in new[] { ("t0", first.Digest), ("t1", second.Digest), ("t2", second.Digest), ("multi", index.Digest) })
            _copies[tag] = digest;
        _copies[Anchor(first.Digest)] = first.Digest;
        await _backups.ApplyPolicyAsync();
        await _backups.AddAsync(_copies, await TagsAsync());
    }

    public async Task StepAsync()
    {
        await (_random.Next(12) switch
        {
            0 or 1 or 2 or 3 => NameAsync(),
            4 or 5 => UnnameAsync(),
            6 => DeleteBackupAsync(),
            7 => ChangePolicyAsync(),
            8 => ReplacePolicyAsync(),
            9 => Task.Run(JumpClock),
            _ => RetainAsync(),
        });
    }

    /// <summary>A round, which may end anywhere as if it were killed; what it took away nobody may have named.</summary>
    public async Task RetainAsync()
    {
        await _backups.AgeAsync(_time.GetUtcNow());
        var before = await TagsAsync();
        using var killed = new CancellationTokenSource();
        var left = _random.Next(4) == 0 ? _random.Next(1, 8) : int.MaxValue;
        var deletesTags = _random.Next(3) > 0;
        _target.Interceptor = async (http, next) =>
        {
            var isTag = !http.Request.Path.Value!.Contains("/sha256:", StringComparison.Ordinal);
            if (http.Request.Method == "DELETE" && isTag && !deletesTags) http.Response.StatusCode = 405;
            else await next();
            if (--left == 0) await killed.CancelAsync();
        };
        History.Add($"round, killed after {left}, {(deletesTags ? "tags" : "digests")}");
        try
        {
            await RoundAsync(killed.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or RegistryException)
        {
            History.Add(ended.GetType().Name);
        }
        finally
        {
            _target.Interceptor = null;
        }

        await CheckAsync(before);
    }

    /// <summary>Takes away all that the sequence has made, so that the next begins with an empty cluster.</summary>
    public async Task EndAsync()
    {
        foreach (var name in _objects.Images.Keys.ToList()) await _objects.DeleteAsync(name);
        await _cluster.Client.DeleteAsync<BackupPolicy>(_name, null, null, Bound.Token());
        foreach (var backup in await _backups.ListAsync())
            await _cluster.Client.DeleteAsync<ImageBackup>(backup.Metadata.Name!, null, null, Bound.Token());
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var round = await _reader.BeginAsync(withImages: true, cancellationToken);
        foreach (var backup in await _backups.ListAsync())
        {
            if (await _reader.ReadAsync(round, backup, cancellationToken) is not { } item) continue;
            await _expired.TrimAsync(item, cancellationToken);
            await _expired.ApplyAsync(item, cancellationToken);
        }
    }

    private async Task CheckAsync(HashSet<string> before)
    {
        var after = await TagsAsync();
        var lost = before.Except(after).ToList();
        Deleted += lost.Count;
        foreach (var (name, image) in _objects.Images)
        {
            var needed = Needs(image).ToList();
            // What was gone before it was named cannot be lost again.
            if (before.IsSupersetOf(needed) && needed.Intersect(lost).FirstOrDefault() is { } gone)
                throw new InvalidOperationException($"{gone} is gone, and {name} names {image}");
        }
    }

    /// <summary>The tags and digests without which an image cannot be pulled, or restored from its copy.</summary>
    private string[] Needs(string image)
    {
        var at = image.LastIndexOf('@');
        var tag = at >= 0 ? Anchor(image[(at + 1)..]) : image[(image.LastIndexOf(':') + 1)..];
        var digest = at >= 0 ? image[(at + 1)..] : _copies[tag];
        // The source's digest is at the target under its anchor; a copy's is there under whatever tag.
        string[] names = at >= 0 && !image.StartsWith(Source, StringComparison.Ordinal) ? [digest] : [tag, digest];
        return tag == "multi" || digest == _copies["multi"] ? [.. names, _copies["t0"]] : names;
    }

    /// <summary>Which of the tags and digests the target has.</summary>
    private async Task<HashSet<string>> TagsAsync()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in _copies.Keys.Concat(_copies.Values).Distinct(StringComparer.Ordinal))
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, $"v2/{Repository}/manifests/{reference}");
            using var answer = await _http.SendAsync(request);
            if (answer.IsSuccessStatusCode) found.Add(reference);
        }

        return found;
    }

    private async Task NameAsync()
    {
        var (tag, digest) = _copies.ElementAt(_random.Next(_copies.Count));
        var image = _random.Next(3) switch
        {
            0 => tag == Anchor(digest) ? $"{Source}@{digest}" : $"{Source}:{tag}",
            1 => $"{_target.Host}/{Repository}:{tag}",
            _ => $"{_target.Host}/{Repository}@{digest}",
        };
        History.Add(await _objects.CreateAsync(_random, image));
    }

    private async Task UnnameAsync()
    {
        if (_objects.Images.Count == 0) return;
        var name = _objects.Images.Keys.ElementAt(_random.Next(_objects.Images.Count));
        History.Add($"{name} goes");
        await _objects.DeleteAsync(name);
    }

    private async Task DeleteBackupAsync()
    {
        var all = await _backups.ListAsync();
        if (all.Count == 0) return;
        var name = all[_random.Next(all.Count)].Metadata.Name!;
        History.Add($"ImageBackup {name} is deleted");
        var before = await TagsAsync();
        await _cluster.Client.DeleteAsync<ImageBackup>(name, null, null, Bound.Token());
        Assert.Empty(before.Except(await TagsAsync()));
        await _backups.AddAsync(_copies, await TagsAsync());
    }

    private async Task ChangePolicyAsync()
    {
        var change = _random.Next(3) switch
        {
            0 => "{spec: {suspend: true}}",
            1 => "{spec: {suspend: false, retention: {deleteImages: false}}}",
            _ => "{spec: {suspend: false, retention: {deleteImages: true}}}",
        };
        History.Add($"policy: {change}");
        await _backups.PatchPolicyAsync(change);
    }

    /// <summary>Its backups go with it, and while it goes nothing of it is anybody's to delete.</summary>
    private async Task ReplacePolicyAsync()
    {
        History.Add("the policy is deleted, and another made");
        await _backups.PatchPolicyAsync("{metadata: {finalizers: [example.com/hold]}}");
        await _cluster.Client.DeleteAsync<BackupPolicy>(_name, null, null, Bound.Token());
        var before = await TagsAsync();
        await _backups.AgeAsync(_time.GetUtcNow());
        await RoundAsync(Bound.Token());
        await _backups.PatchPolicyAsync("{metadata: {finalizers: null}}");
        Assert.Empty(before.Except(await TagsAsync()));
        await _backups.ApplyPolicyAsync();
        await _backups.AddAsync(_copies, await TagsAsync());
    }

    private void JumpClock()
    {
        var jump = TimeSpan.FromHours(_random.Next(0, 10_000));
        History.Add($"the clock jumps by {jump}");
        _time.Advance(jump);
    }

    internal static string Anchor(string digest) => AnchorTag.For(Core.Images.Digest.Parse(digest));
}
