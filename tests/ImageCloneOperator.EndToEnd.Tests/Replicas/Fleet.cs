using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Requests;

namespace ImageCloneOperator.EndToEnd.Tests.Replicas;

/// <summary>Many images, all different, of one throttled source, and the replicas that back them up.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const int ManyLayers = 10;
    public const int LayerSize = 20_000;

    private readonly FaultWorld _world;
    private readonly Dictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly List<OperatorProcess> _replicas = [];
    private int _started;

    private Fleet(FaultWorld world, Scene scene, ThrottledSource source) => (_world, Scene, Source) = (world, scene, source);

    public Scene Scene { get; }

    public ThrottledSource Source { get; }

    public IReadOnlyList<OperatorProcess> Replicas => _replicas;

    /// <summary>How many of its images are at the target.</summary>
    public int Copied => _digests.Keys.Count(repository => _world.HasTag(Scene.CopyOf(repository)));

    public int Images => _digests.Count;

    /// <param name="world">Where it is.</param>
    /// <param name="images">How many images it has.</param>
    /// <param name="layers">How many layers each has.</param>
    /// <param name="bytesPerSecond">What the source gives each connection.</param>
    public static async Task<Fleet> CreateAsync(FaultWorld world, int images, int layers = ManyLayers, int bytesPerSecond = 40_000)
    {
        var source = await ThrottledSource.StartAsync(TimeSpan.FromMilliseconds(50), bytesPerSecond);
        var fleet = new Fleet(world, (await world.SceneAsync()).Between(source: source.Host), source);
        world.Target.Requests.Clear();
        for (var i = 0; i < images; i++)
        {
            var repository = $"{fleet.Scene.Name}-{i}";
            fleet._digests[repository] = await source.PushAsync(repository, layers, LayerSize);
        }

        return fleet;
    }

    public async Task<OperatorProcess> StartReplicaAsync(params IReadOnlyList<string> arguments)
    {
        var name = $"operator-{_started++}";
        var replica = await _world.StartOperatorAsync(new Dictionary<string, string> { ["POD_NAME"] = name }, arguments);
        _replicas.Add(replica);
        return replica;
    }

    public Task SeeEachOtherAsync(int members, OperatorProcess? besides = null) =>
        Eventually.InClusterAsync($"{members} members see each other", async () =>
    {
        foreach (var replica in _replicas.Where(replica => replica != besides))
            if (await replica.MetricAsync("imageclone_members") != members) return false;
        return true;
    });

    public async Task BackUpAsync()
    {
        await Scene.ApplyPolicyAsync("catalog: {enabled: false}");
        await _world.Kubectl.ApplyAsync(Scene.Deployment("fleet", _digests.Keys.Select(repository => Scene.Image(repository, "1.0"))));
    }

    /// <summary>Bounded by what one replica takes on a busy machine.</summary>
    public Task ReachAsync(int copies) => Eventually.InClusterAsync(
        $"{copies} images are at the target",
        TimeSpan.FromSeconds(Math.Max(120, copies * 3)),
        () => Task.FromResult(Copied >= copies));

    public async Task CompleteAsync()
    {
        await ReachAsync(Images);
        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    /// <summary>The tags whose copies are not what the source has.</summary>
    public async Task<IReadOnlyList<string>> WrongTagsAsync()
    {
        var wrong = new List<string>();
        foreach (var (repository, digest) in _digests)
            if (await DigestAsync(Scene.CopyOf(repository)) != digest) wrong.Add(repository);
        return wrong;
    }

    /// <summary>Bytes of blobs that the target was sent beyond those that it needed.</summary>
    public long BytesTooMany => _world.Target.Requests.Where(kind: RequestKind.Upload).Sum(request => request.BytesIn)
        - _world.Target.Requests.Where(kind: RequestKind.Upload).Where(IsCommit).DistinctBy(BlobOf).Sum(request => request.BytesIn);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas) await replica.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static bool IsCommit(RequestRecord request) =>
        request.Status == 201 && request.Query.Contains("digest=", StringComparison.Ordinal);

    private static string BlobOf(RequestRecord request) =>
        request.Repository + request.Query[request.Query.IndexOf("digest=", StringComparison.Ordinal)..];

    private async Task<string?> DigestAsync(string repository)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(_world.Target.Address, $"v2/{repository}/manifests/1.0"));
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode ? answer.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }
}
