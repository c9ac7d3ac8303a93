using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

/// <summary>What people do with kubectl.</summary>
public sealed class KubectlTests : ApiTest
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          replicas: 0
          selector:
            matchLabels: {app: web}
          template:
            metadata:
              labels: {app: web}
            spec:
              containers:
              - name: c
                image: example.com/app:1
        """;

    [Fact]
    public async Task Apply_creates_configures_and_knows_what_is_unchanged()
    {
        Assert.Equal("deployment.apps/web created", await RunAsync(Manifest, "apply", "-f", "-"));
        Assert.Equal("deployment.apps/web unchanged", await RunAsync(Manifest, "apply", "-f", "-"));
        Assert.Equal(
            "deployment.apps/web configured",
            await RunAsync(Manifest.Replace("app:1", "app:2", StringComparison.Ordinal), "apply", "-f", "-"));
        Assert.Equal(
            "example.com/app:2", await RunAsync(null, "get", "deploy", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
    }

    [Fact]
    public async Task Server_side_apply_and_diff_agree()
    {
        Assert.Equal("deployment.apps/web serverside-applied", await RunAsync(Manifest, "apply", "--server-side", "-f", "-"));
        Assert.Equal("", await RunAsync(Manifest, "diff", "--server-side", "-f", "-"));

        var (code, output, _) = await TryAsync(
            Manifest.Replace("app:1", "app:2", StringComparison.Ordinal), "diff", "--server-side", "-f", "-");

        Assert.Equal(1, code);
        Assert.Contains("+      - image: example.com/app:2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_side_apply_goes_on_server_side_without_conflicts()
    {
        await RunAsync(Manifest, "apply", "-f", "-");

        Assert.Equal(
            "deployment.apps/web serverside-applied",
            await RunAsync(Manifest.Replace("app:1", "app:2", StringComparison.Ordinal), "apply", "--server-side", "-f", "-"));
        Assert.Contains("app:2", await RunAsync(null, "apply", "view-last-applied", "deployment", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_field_is_refused_before_anything_is_written()
    {
        var (code, _, error) = await TryAsync(Manifest.Replace("replicas:", "replicsa:", StringComparison.Ordinal), "apply", "-f", "-");

        Assert.Equal(1, code);
        Assert.Contains("unknown field \"spec.replicsa\"", error, StringComparison.Ordinal);
        Expect(404, await Api.GetAsync($"{Deployments}/web"));
    }

    [Fact]
    public async Task A_misspelt_field_is_refused_in_a_change_too()
    {
        await RunAsync(Manifest, "apply", "-f", "-");

        var (code, _, error) = await TryAsync(Manifest.Replace("replicas:", "replicsa:", StringComparison.Ordinal), "apply", "-f", "-");

        Assert.Equal(1, code);
        Assert.Contains("unknown field \"spec.replicsa\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_prints_the_columns_that_people_know()
    {
        await RunAsync(Manifest, "apply", "-f", "-");

        var lines = (await RunAsync(null, "get", "deployments", "-o", "wide")).Split('\n');

        Assert.Matches(@"\ANAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\z", lines[0]);
        Assert.Matches(@"\Aweb +0/0 +0 +0 +\S+ +c +example\.com/app:1 +app=web\z", lines[1]);
        Assert.Contains("name: web", await RunAsync(null, "get", "deployment", "web", "-o", "yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imperative_commands_work()
    {
        Assert.Equal("configmap/a created", await RunAsync(null, "create", "configmap", "a", "--from-literal=k=v"));
        Assert.Equal("configmap/a annotated", await RunAsync(null, "annotate", "configmap", "a", "note=hello"));
        Assert.Equal("configmap/a labeled", await RunAsync(null, "label", "configmap", "a", "x=y"));
        Assert.Equal("configmap/a patched", await RunAsync(null, "patch", "configmap", "a", "-p", """{"data":{"k":"w"}}"""));
        Assert.Equal("configmap/a replaced", await RunAsync(ConfigMap("a"), "replace", "-f", "-"));
        Assert.Equal(
            "deployment.apps/d created", await RunAsync(null, "create", "deployment", "d", "--image=example.com/d:1", "--replicas=0"));
        Assert.Equal("deployment.apps/d image updated", await RunAsync(null, "set", "image", "deploy/d", "d=example.com/d:2"));
        Assert.Equal("deployment.apps/d scaled", await RunAsync(null, "scale", "deploy/d", "--replicas=0"));
        Assert.StartsWith("configmap \"a\" deleted", await RunAsync(null, "delete", "configmap", "a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_sees_a_condition_come()
    {
        await RunAsync(Manifest, "apply", "-f", "-");
        var waiting = RunAsync(null, "wait", "deploy/web", "--for=condition=Example", "--timeout=50s");

        Expect(200, await Api.PatchAsync(
            $"{Deployments}/web/status",
            """[{"op":"add","path":"/status/conditions","value":[{"type":"Example","status":"True"}]}]""",
            ApiClient.Json));

        Assert.Equal("deployment.apps/web condition met", await waiting);
    }

    [Fact]
    public async Task Describe_tells_the_object_and_its_events()
    {
        await RunAsync(Manifest, "apply", "-f", "-");

        var text = await RunAsync(null, "describe", "deployment", "web");

        Assert.Contains("Image:         example.com/app:1", text, StringComparison.Ordinal);
        Assert.Contains("Events:", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_adds_a_container_to_a_pod_that_is_there_and_nothing_changes_it_afterwards()
    {
        await RunAsync(null, "run", "web", "--image=example.com/app:1");

        await RunAsync(null, "debug", "web", "--image=example.com/tools:1", "--container=tools", "--attach=false");

        Assert.Equal(
            "example.com/app:1 example.com/tools:1",
            await RunAsync(
                null, "get", "pod", "web", "-o", "jsonpath={.spec.containers[*].image} {.spec.ephemeralContainers[*].image}"));
        var path = $"/api/v1/namespaces/{Namespace}/pods/web/ephemeralcontainers";
        var changed = await Api.PatchAsync(
            path, """[{"op":"replace","path":"/spec/ephemeralContainers/0/image","value":"example.com/tools:2"}]""", ApiClient.Json);
        Assert.Equal(422, changed.Code);
        Assert.Contains("may not be changed", changed.Message, StringComparison.Ordinal);
        var other = Expect(200, await Api.PatchAsync(
            path, """[{"op":"replace","path":"/spec/containers/0/image","value":"example.com/app:2"}]""", ApiClient.Json));
        Assert.Equal("example.com/app:1", (string?)other.Body!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task Explain_knows_the_fields()
    {
        var text = await RunAsync(null, "explain", "deployment.spec.template.spec.containers.image");

        Assert.Contains("FIELD: image <string>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_i_answers() => Assert.Equal("yes", await RunAsync(null, "auth", "can-i", "list", "pods"));

    private async Task<string> RunAsync(string? input, params string[] arguments)
    {
        var (code, output, error) = await TryAsync(input, arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {error}");
        return output.Trim();
    }

    private Task<ShellResult> TryAsync(string? input, params string[] arguments) =>
        Cluster.Kubectl.TryAsync(input, ["-n", Namespace, .. arguments]);
}
