using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Benchmarks.Copying.Tools;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>An API server and two registries in this process, which count what they are asked, and the operator beside them.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    public const string Namespace = "benchmark";
    public const string Policy = "benchmark";
    private const string Repository = "bench/app";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-cluster-");

    public required ApiServer Api { get; init; }

    public required RegistryServer Source { get; init; }

    public required RegistryServer Target { get; init; }

    public KubernetesClient Client { get; private set; } = null!;

    private string Kubeconfig => Path.Combine(_folder.FullName, "kubeconfig");

    public static async Task<BenchCluster> StartAsync(CancellationToken cancellationToken)
    {
        var cluster = new BenchCluster
        {
            Api = await ApiServer.StartAsync(cancellationToken: cancellationToken),
            Source = await RegistryServer.StartAsync(new RegistryOptions(), cancellationToken),
            Target = await RegistryServer.StartAsync(new RegistryOptions(), cancellationToken),
        };
        await cluster.PrepareAsync(cancellationToken);
        return cluster;
    }

    public string Image(string tag) => $"{Source.Host}/{Repository}:{tag}";

    public async Task PutImagesAsync(IEnumerable<string> tags, CancellationToken cancellationToken)
    {
        var samples = new SampleRepository(Source.Samples, Repository);
        foreach (var tag in tags)
            await samples.ImageAsync(new SampleImage(new SampleLayer("base", 2_000), new SampleLayer(tag, 500)), tag, cancellationToken);
    }

    public Task ApplyPolicyAsync(Action<BackupPolicySpec> adjust, CancellationToken cancellationToken)
    {
        var policy = new BackupPolicy
        {
            Metadata = new V1ObjectMeta { Name = Policy },
            // All images are in one namespace.
            Spec = new() { Target = new() { Registry = Target.Host, PlainHttp = true }, Limits = new() { ImagesPerNamespace = 100_000 } },
        };
        adjust(policy.Spec);
        return Client.CreateAsync(policy, cancellationToken);
    }

    public Task DeployAsync(int count, Func<int, string> image, CancellationToken cancellationToken) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
        async (i, token) => await Client.CreateAsync(SampleDeployment.Of($"app-{i:00000}", Namespace, image(i)), token));

    /// <summary>Of each Deployment as many pods, as if its controller had made them.</summary>
    public Task RunPodsAsync(int deployments, int each, Func<int, string> image, CancellationToken cancellationToken) => Parallel.ForAsync(
        0, deployments, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
        async (i, token) =>
        {
            var replicaSet = await Client.CreateAsync(SampleReplicaSet.Of($"app-{i:00000}", Namespace, image(i)), token);
            for (var number = 0; number < each; number++)
                await Client.CreateAsync(SamplePod.Of(replicaSet.Metadata, (i * each) + number, image(i)), token);
        });

    public RunningOperator StartOperator(string program, bool webhooks = false)
    {
        Api.Requests.Reset();
        return RunningOperator.Start(program, Kubeconfig, webhooks);
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (!await holds()) await Task.Delay(Pause, TimeProvider.System, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Kubeconfig, Api.AdminKubeconfig, cancellationToken);
        var options = new KubernetesClientOptions { FieldManager = "benchmark" };
        options.TypeInfoResolvers.Add(ApiJsonContext.Default);
        options.TypeInfoResolvers.Add(new DefaultJsonTypeInfoResolver());
        Client = new KubernetesClient(ClusterConfiguration.FromFile(Kubeconfig), options);
        var crds = Checkout.PathOf("config", "crds");
        await MeasuredProcess.RunAsync(
            [
                ["kubectl", "--kubeconfig", Kubeconfig, "apply", "-k", crds],
                ["kubectl", "--kubeconfig", Kubeconfig, "wait", "crd", "--all", "--for=condition=Established"],
                ["kubectl", "--kubeconfig", Kubeconfig, "create", "namespace", Namespace],
            ],
            cancellationToken);
    }
}
