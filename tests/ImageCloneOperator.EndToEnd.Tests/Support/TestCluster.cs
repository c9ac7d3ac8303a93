using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>The cluster of KUBECONFIG, or a dev cluster of our own where that is not set.</summary>
internal sealed class TestCluster
{
    private const string Namespace = "image-clone-system";
    private const string Account = "image-clone-operator";

    private TestCluster(string kubeconfig, ApiServer? dev) => (Kubectl, Dev) = (new Kubectl(kubeconfig), dev);

    public Kubectl Kubectl { get; }

    /// <summary>Null on a cluster that is not ours to break.</summary>
    public ApiServer? Dev { get; }

    public static async Task<TestCluster> StartAsync(string folder) =>
        Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } given ? new TestCluster(given, dev: null) : await StartDevAsync(folder, new ApiServerOptions { RunWorkloads = true });

    /// <summary>A cluster of our own, whatever KUBECONFIG says.</summary>
    public static async Task<TestCluster> StartDevAsync(string folder, ApiServerOptions? options = null)
    {
        var server = await ApiServer.StartAsync(options);
        var kubeconfig = Path.Combine(folder, "admin.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, server.AdminKubeconfig);
        return new TestCluster(kubeconfig, server);
    }

    /// <summary>Installs what the operator needs, as its users do, but leaves its Deployment out: here it runs as a process.</summary>
    /// <returns>The path of a kubeconfig with the rights of the operator's ServiceAccount, and no others.</returns>
    public async Task<string> InstallAsync(string folder)
    {
        await Kubectl.RunAsync("apply", "-k", Checkout.PathOf("config", "crds"));
        await Kubectl.RunAsync("apply", "-f", Checkout.PathOf("config", "manager", "namespace.yaml"));
        await Kubectl.RunAsync("apply", "-k", Checkout.PathOf("config", "rbac"));
        await Kubectl.RunAsync("apply", "-f", Checkout.PathOf("config", "components", "foreign-pull-secrets", "cluster-role.yaml"), "-f", Checkout.PathOf("config", "components", "foreign-pull-secrets", "cluster-role-binding.yaml"));
        await Kubectl.WaitAsync("crd/backuppolicies.imageclone.dev", "condition=Established");
        await Kubectl.WaitAsync("crd/imagebackups.imageclone.dev", "condition=Established");

        var token = await Kubectl.RunAsync("create", "token", Account, "-n", Namespace, "--duration=4h");
        var configuration = JsonNode.Parse(await Kubectl.RunAsync("config", "view", "--raw", "--minify", "--flatten", "-o", "json"))!;
        configuration["users"]![0]!["user"] = new JsonObject { ["token"] = token.Trim() };
        var path = Path.Combine(folder, "operator.kubeconfig");
        await File.WriteAllTextAsync(path, configuration.ToJsonString(JsonSerializerOptions.Default));
        return path;
    }
}
