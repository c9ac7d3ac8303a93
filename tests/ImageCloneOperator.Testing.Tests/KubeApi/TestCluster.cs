using ImageCloneOperator.Testing.KubeApi;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

/// <summary>The cluster that the conformance tests talk to: the one of KUBECONFIG, or else a dev cluster in this process.</summary>
internal sealed class TestCluster
{
    private static readonly Lazy<Task<TestCluster>> Shared = new(StartAsync);

    private TestCluster(string kubeconfigPath, string kubeconfig)
    {
        KubeconfigPath = kubeconfigPath;
        Client = new ApiClient(new TestKubeconfig(kubeconfig).CreateClient());
        Kubeconfig = kubeconfig;
    }

    public string KubeconfigPath { get; }

    public string Kubeconfig { get; }

    public ApiClient Client { get; }

    public static Task<TestCluster> GetAsync() => Shared.Value;

    private static async Task<TestCluster> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } given) return new TestCluster(given, await File.ReadAllTextAsync(given));
        var server = await ApiServer.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), $"devcluster-{Guid.NewGuid():N}.kubeconfig");
        await File.WriteAllTextAsync(path, server.AdminKubeconfig);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return new TestCluster(path, server.AdminKubeconfig);
    }
}
