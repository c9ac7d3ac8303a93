using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

/// <summary>A test of the API's conventions, in a namespace of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private TestCluster? _cluster;

    internal string Namespace { get; } = $"t-{Guid.NewGuid():N}"[..12];

    internal ApiClient Api => _cluster!.Client;

    internal TestCluster Cluster => _cluster!;

    internal string ConfigMaps => $"/api/v1/namespaces/{Namespace}/configmaps";

    internal string Deployments => $"/apis/apps/v1/namespaces/{Namespace}/deployments";

    public virtual async Task InitializeAsync()
    {
        _cluster = await TestCluster.GetAsync();
        Expect(201, await Api.CreateAsync("/api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{Namespace}}}"}}"""));
    }

    public virtual async Task DisposeAsync() => await Api.DeleteAsync($"/api/v1/namespaces/{Namespace}");

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

    internal async Task<Answer> CreateConfigMapAsync(string name, string extra = "") => Expect(201, await Api.CreateAsync(ConfigMaps, ConfigMap(name, extra)));

    internal static string Set(Answer answer, Action<JsonNode> change)
    {
        var copy = answer.Body!.DeepClone();
        change(copy);
        return copy.ToJsonString();
    }
}
