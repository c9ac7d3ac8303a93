using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Support;

/// <summary>A test of the API's conventions, in a namespace of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private static readonly Lazy<Task<LiveCluster>> Shared = new(StartAsync);

    private LiveCluster? _cluster;
    private ApiClient? _client;

    internal string Namespace { get; } = $"t-{Guid.NewGuid():N}"[..12];

    internal ApiClient Api => _client!;

    /// <summary>The cluster of KUBECONFIG, or else a dev cluster in this process, which all these tests share.</summary>
    internal LiveCluster Cluster => _cluster!;

    internal TestKubeconfig Kubeconfig => new(File.ReadAllText(Cluster.KubeconfigPath));

    internal string ConfigMaps => $"/api/v1/namespaces/{Namespace}/configmaps";

    internal string Deployments => $"/apis/apps/v1/namespaces/{Namespace}/deployments";

    public virtual async Task InitializeAsync()
    {
        _cluster = await Shared.Value;
        _client = new ApiClient(Kubeconfig.CreateClient());
        Expect(201, await Api.CreateAsync(
            "/api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{Namespace}}}"}}"""));
    }

    public virtual async Task DisposeAsync() => await Api.DeleteAsync($"/api/v1/namespaces/{Namespace}");

    private static async Task<LiveCluster> StartAsync()
    {
        var cluster = await LiveCluster.GivenOrOwnAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().GetAwaiter().GetResult();
        return cluster;
    }

    internal static Answer Expect(int code, Answer answer)
    {
        Assert.True(answer.Code == code, $"expected {code}, got {answer.Code}: {answer.Body}");
        return answer;
    }

    internal static string ConfigMap(string name, string extra = "") =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"{{{extra}}}},"data":{"a":"1"}}""";

    internal static string Deployment(string name, string image = "example.com/app:1") => $$$$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{{name}}}}}"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"{{{{{name}}}}}"}},
         "template":{"metadata":{"labels":{"app":"{{{{{name}}}}}"}},"spec":{"containers":[{"name":"c","image":"{{{{{image}}}}}"}]}}}}
        """;

    internal async Task<Answer> CreateConfigMapAsync(string name, string extra = "") =>
        Expect(201, await Api.CreateAsync(ConfigMaps, ConfigMap(name, extra)));

    internal static string Set(Answer answer, Action<JsonNode> change)
    {
        var copy = answer.Body!.DeepClone();
        change(copy);
        return copy.ToJsonString();
    }
}
