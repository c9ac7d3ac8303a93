using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Api.Tests.Cluster;

/// <summary>Options of the installation, all at once and in a namespace of another name.</summary>
public sealed class ComponentTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("components-");

    public void Dispose() => _folder.Delete(recursive: true);

    [KubectlFact]
    public async Task Namespace_of_a_kustomization_moves_everything()
    {
        var objects = await BuildAsync();

        var text = string.Join('\n', objects.Select(built => built.ToJsonString()));
        // The name that it has unless it is moved; its label leaves it out too.
        var named = text.Replace("\"kube-system\",\"image-clone-system\"", "", StringComparison.Ordinal);
        Assert.DoesNotContain("image-clone-system", named, StringComparison.Ordinal);
        Assert.Contains("\"elsewhere\"", text, StringComparison.Ordinal);
        var moved = objects.Single(built => (string?)built["kind"] == "Namespace")["metadata"]!;
        var selector =
            objects.Single(built => (string?)built["kind"] == "MutatingWebhookConfiguration")["webhooks"]![0]!["namespaceSelector"]!;
        Assert.Contains(selector["matchExpressions"]!.AsArray(), term =>
            (string?)term!["operator"] == "NotIn"
            && (string?)moved["labels"]![(string)term["key"]!] == (string?)term["values"]![0]);
    }

    [KubectlFact]
    public async Task Cluster_takes_every_option_of_its_own_kinds()
    {
        var own = (await BuildAsync())
            .Where(built => ((string)built["apiVersion"]!).Split('/')[0] is not ("monitoring.coreos.com" or "cert-manager.io"))
            .ToList();
        await cluster.Kubectl.ApplyAsync(own.Single(built => (string?)built["kind"] == "Namespace").ToJsonString());
        var rest = own.Where(built => (string?)built["kind"] != "Namespace").Select(built => built.DeepClone());
        var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. rest]) };

        var result = await cluster.Kubectl.TryAsync(
            list.ToJsonString(), "apply", "--server-side", "--validate=false", "--dry-run=server", "-f", "-");

        result.Require();
        Assert.Contains("networkpolicy.networking.k8s.io/image-clone-operator-egress", result.Output, StringComparison.Ordinal);
        Assert.Contains("clusterrole.rbac.authorization.k8s.io/image-clone-operator-view", result.Output, StringComparison.Ordinal);
    }

    private async Task<List<JsonNode>> BuildAsync()
    {
        var config = Path.GetRelativePath(_folder.FullName, Checkout.PathOf("config"));
        var components = Directory.GetDirectories(Checkout.PathOf("config", "components")).Select(Path.GetFileName)
            .Where(name => name != "cert-manager")
            .Select(name => $"{config}/components/{name}");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "kustomization.yaml"), $"""
            namespace: elsewhere
            resources: [{config}/default]
            components: [{string.Join(", ", components)}]
            """);
        var built = await cluster.Kubectl.RunAsync("kustomize", _folder.FullName);
        return [.. built.Split("\n---\n").Select(document => Yaml.Parse(document)!)];
    }
}
