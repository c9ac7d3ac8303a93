using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>
/// A cluster and registries of our own, to be broken, and operators to be killed: whatever KUBECONFIG says, it is no other's cluster.
/// </summary>
public class FaultWorld : IAsyncLifetime
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faults-");
    private readonly ManualTimeProvider _sourceTime = new();
    private readonly List<Scene> _scenes = [];
    private LiveCluster _cluster = null!;
    private string _operatorKubeconfig = "";

    internal Kubectl Kubectl => _cluster.Kubectl;

    internal ApiServer Api => _cluster.Server;

    internal RegistryServer Source { get; private set; } = null!;

    internal RegistryServer Target { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _cluster = await ClusterAsync();
        Source = await RegistryServer.StartAsync(new RegistryOptions { Time = _sourceTime });
        Target = await RegistryServer.StartAsync(new RegistryOptions());
        _operatorKubeconfig = await OperatorInstallation.InstallAsync(Kubectl, _folder.FullName);
    }

    public async Task DisposeAsync()
    {
        // The operators and the kinds have gone: a scene's policy is its test's to delete.
        if (_cluster.Dev is null && _scenes.Count > 0)
            await Kubectl.RunAsync(["delete", "namespace", "--ignore-not-found", "--wait=false", .. _scenes.Select(scene => scene.Name)]);
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private protected virtual async Task<LiveCluster> ClusterAsync()
    {
        var cluster = new LiveCluster();
        await cluster.InitializeAsync();
        return cluster;
    }

    internal async Task<Scene> SceneAsync(string? targetHost = null)
    {
        // What a test that failed has left must not fail the next.
        _cluster.Dev?.Faults.Clear();
        var scene = await Scene.CreateAsync(new Place(Kubectl, Source.Host, targetHost ?? Target.Host));
        _scenes.Add(scene);
        return scene;
    }

    internal Task<OperatorProcess> StartOperatorAsync(params IReadOnlyList<string> arguments) =>
        StartOperatorAsync(new Dictionary<string, string>(), arguments);

    internal async Task<OperatorProcess> StartOperatorAsync(
        IReadOnlyDictionary<string, string> variables, params IReadOnlyList<string> arguments)
    {
        var started = new OperatorProcess(_operatorKubeconfig, arguments) { Variables = variables };
        await started.StartAsync();
        return started;
    }

    /// <summary>Starts an operator that cannot get ready yet.</summary>
    internal async Task<OperatorProcess> LaunchOperatorAsync()
    {
        var launched = new OperatorProcess(_operatorKubeconfig);
        await launched.LaunchAsync();
        return launched;
    }

    /// <summary>
    /// Runs operators one after the other, and kills each when its so many-th request comes to the target: before that is answered, or
    /// right after it was carried out.
    /// </summary>
    /// <param name="random">Decides when.</param>
    /// <param name="longest">The most requests that one of them sends.</param>
    /// <param name="isDone">Whether nothing is left to be done.</param>
    /// <returns>How many were killed.</returns>
    internal async Task<int> KillAgainAndAgainAsync(Random random, int longest, Func<Task<bool>> isDone)
    {
        const int most = 20;
        var kills = 0;
        while (kills < most && !await isDone())
        {
            var (left, after) = (random.Next(1, longest), random.Next(2) == 0);
            await using var victim = new OperatorProcess(_operatorKubeconfig, "--leader-elect", "false");
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Target.Interceptor = async (_, next) =>
            {
                var isLast = Interlocked.Decrement(ref left) == 0;
                if (isLast && after) await next();
                if (isLast) await victim.KillAsync();
                if (isLast) killed.TrySetResult();
                if (!isLast || !after) await next();
            };
            // It may be killed before it is ready.
            var started = victim.StartAsync().ContinueWith(_ => { }, TaskScheduler.Default);
            await Eventually.InClusterAsync("the operator is killed, or has nothing left to do", async () =>
                killed.Task.IsCompleted || (started.IsCompleted && await isDone()));
            Target.Interceptor = null;
            if (killed.Task.IsCompleted) kills++;
        }

        return kills;
    }

    internal Task<SampleManifest> PushAsync(string repository, string tag) =>
        new SampleRepository(Source.Samples, repository).ImageAsync(new SampleImage(Layers(repository)), tag);

    /// <summary>Pushes an image of which one layer is not handed out until <see cref="Release"/>.</summary>
    /// <returns>That layer.</returns>
    internal async Task<SampleBlob> PushHeldAsync(string repository, string tag)
    {
        var image = await PushAsync(repository, tag);
        var layer = JsonNode.Parse(image.Bytes.Span)!["layers"]![1]!;
        var held = new SampleBlob((string)layer["digest"]!, (long)layer["size"]!);
        Source.Faults.Add(
            new Fault { Method = "GET", Reference = held.Digest, Times = int.MaxValue, Effect = new FaultEffect { Delay = Forever } });
        return held;
    }

    /// <summary>Waits until everything but the layer that is held is at the target.</summary>
    internal Task AllButHeldAsync(string copy) => Eventually.InClusterAsync("all blobs but one are at the target", () =>
        Task.FromResult(Target.Requests.Where(kind: RequestKind.Upload, repository: copy).Count(request => request.Status == 201)
            == Layers(copy).Length));

    internal void Release()
    {
        Source.Faults.Clear();
        _sourceTime.Advance(Forever);
    }

    internal bool HasTag(string copy) => Target.Requests.Where("PUT", RequestKind.Manifest, copy).Any(request => request.Status == 201);

    private static SampleLayer[] Layers(string name) => [new($"{name}-a", 20_000), new($"{name}-b", 30_000), new($"{name}-c", 40_000)];
}
