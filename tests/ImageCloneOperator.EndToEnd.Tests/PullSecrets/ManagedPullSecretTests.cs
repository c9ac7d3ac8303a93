using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.PullSecrets;

/// <summary>The operator gives pods a credential that reads their copies, where they run from them and nowhere else.</summary>
public sealed class ManagedPullSecretTests : SceneTests
{
    private const string OperatorNamespace = "image-clone-system";
    private const string Binding = "image-clone-operator-managed-pull-secrets";
    private const int Namespaces = 10;

    /// <summary>Wants a login; "owner" pushes, and "other" is what pods get.</summary>
    private PrivateSource _target = null!;

    private List<Scene> _scenes = null!;

    /// <summary>The policy that rewrites templates.</summary>
    private string Templates => Scene.Name;

    /// <summary>The policy that rewrites pods.</summary>
    private string Pods => $"{Scene.Name}-pods";

    private string PullSecret => $"pullSecret: {{secretRef: {{name: {Scene.Name}-pull}} }}";

    private string Web => Scene.Image($"{Scene.Name}/web", "1.0");

    private string Job => Scene.Image($"{Scene.Name}/worker", "1.0");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _target = await PrivateSource.StartAsync(World.Kubectl);
        _scenes = [Scene];
        for (var i = 1; i < Namespaces; i++) _scenes.Add(await Scene.NeighbourAsync($"{i}"));
        await World.PushAsync(World.Source, $"{Scene.Name}/web", "1.0", new SampleLayer($"{Scene.Name}-web", 10_000));
        await World.PushAsync(World.Source, $"{Scene.Name}/worker", "1.0", new SampleLayer($"{Scene.Name}-worker", 10_000));
        await _target.PullSecretAsync(OperatorNamespace, "owner", $"{Scene.Name}-push");
        await PullWithAsync("other-secret");
    }

    public override async Task DisposeAsync()
    {
        await World.Kubectl.RunAsync("delete", "backuppolicy", Pods, "--ignore-not-found", "--wait", "--timeout=60s");
        await base.DisposeAsync();
        foreach (var scene in _scenes.Skip(1))
            await World.Kubectl.RunAsync("delete", "namespace", scene.Name, "--ignore-not-found", "--wait=false");
        await World.Kubectl.RunAsync(
            "delete", "secret", $"{Scene.Name}-push", $"{Scene.Name}-pull", "-n", OperatorNamespace, "--ignore-not-found");
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task Pods_of_ten_namespaces_get_the_credentials_of_two_policies_and_lose_them_with_their_need()
    {
        await ApplyPolicyAsync(Templates, "Workload", "web");
        await ApplyPolicyAsync(Pods, "Pod", "worker");
        foreach (var scene in _scenes)
        {
            await World.Kubectl.ApplyAsync(scene.Deployment("web", Web));
            await World.Kubectl.ApplyAsync(scene.Deployment("worker", Job));
        }

        foreach (var scene in _scenes)
        {
            await HasAsync(scene, Templates, "other-secret");
            await HasAsync(scene, Pods, "other-secret");
            await NamesAsync(scene, "web", [NameOf(Templates)]);
        }

        await Eventually.InClusterAsync("new pods name the secret", async () =>
        {
            await World.Kubectl.RunAsync("delete", "pods", "-n", Scene.Name, "-l", "app=worker", "--wait=false");
            return (await World.Kubectl.ListAsync("pods", "app=worker", Scene.Name)).Any(
                pod => NamesOf(pod["spec"]!).SequenceEqual([NameOf(Pods)])
                    && (string?)pod["spec"]!["containers"]![0]!["image"] != Job);
        });
        Assert.Empty(NamesOf((await World.Kubectl.GetAsync("deployment", "worker", Scene.Name))!["spec"]!["template"]!["spec"]!));
        await ReadsCopyAsync();

        await PullWithAsync("rotated");

        foreach (var scene in _scenes) await HasAsync(scene, Templates, "rotated");

        await World.Kubectl.RunAsync("delete", "deployment", "worker", "-n", _scenes[1].Name);

        await GoneAsync(_scenes[1], Pods);
        Assert.NotNull(await SecretAsync(_scenes[1], Templates));

        await ApplyPolicyAsync(Templates, "Workload", "web", givesSecret: false);

        foreach (var scene in _scenes) await NamesAsync(scene, "web", []);
        foreach (var scene in _scenes) await GoneAsync(scene, Templates);
        await World.Kubectl.RunAsync("delete", "backuppolicy", Pods, "--wait", "--timeout=60s");
        foreach (var scene in _scenes) await GoneAsync(scene, Pods);
    }

    [Fact]
    public async Task Secret_of_that_name_that_is_not_ours_is_left_alone_and_told()
    {
        await World.Kubectl.RunAsync(
            "create", "secret", "generic", NameOf(Templates), "-n", _scenes[1].Name, "--from-literal=mine=yes");
        foreach (var scene in _scenes.Take(2)) await World.Kubectl.ApplyAsync(scene.Deployment("web", Web));

        await ApplyPolicyAsync(Templates, "Workload", "web");

        await HasAsync(_scenes[0], Templates, "other-secret");
        var message = await MissingAsync("PullSecretNameTaken");
        Assert.Contains(_scenes[1].Name, message, StringComparison.Ordinal);
        Assert.DoesNotContain($"{_scenes[0].Name},", message, StringComparison.Ordinal);
        await Scene.EventAsync("PullSecretNameTaken", Templates, "default");
        var theirs = (await SecretAsync(_scenes[1], Templates))!;
        Assert.Equal("Opaque", (string?)theirs["type"]);
        Assert.Equal(["mine"], theirs["data"]!.AsObject().Select(entry => entry.Key));

        await World.Kubectl.RunAsync("delete", "secret", NameOf(Templates), "-n", _scenes[1].Name);

        await HasAsync(_scenes[1], Templates, "other-secret");
        await NamesAsync(_scenes[1], "web", [NameOf(Templates)]);
        await WellAsync();
    }

    [Fact]
    public async Task Without_the_right_to_write_secrets_it_is_told_once_and_all_else_goes_on()
    {
        var binding = Checkout.PathOf("config", "components", "managed-pull-secrets", "cluster-role-binding.yaml");
        await World.Kubectl.RunAsync("delete", "clusterrolebinding", Binding);
        try
        {
            await World.Kubectl.ApplyAsync(Scene.Deployment("web", Web));
            await ApplyPolicyAsync(Templates, "Workload", "web");

            var message = await MissingAsync("PullSecretRefused");

            Assert.Contains("config/components/managed-pull-secrets", message, StringComparison.Ordinal);
            Assert.DoesNotContain("other-secret", message, StringComparison.Ordinal);
            await Scene.EventAsync("PullSecretRefused", Templates, "default");
            await Scene.PolicyBecomesAsync("AllImagesBackedUp");
            await Eventually.InClusterAsync("the template runs from the copy", async () => RewriteScene.Images(
                await new RewriteScene(World.Kubectl, Scene).WorkloadAsync("deployment", "web")).Single() != Web);
        }
        finally
        {
            await World.Kubectl.RunAsync("apply", "-f", binding);
        }

        await HasAsync(Scene, Templates, "other-secret");
        await WellAsync();
        Assert.Single(
            await World.Kubectl.ListAsync("events", @namespace: "default"),
            e => (string?)e["reason"] == "PullSecretRefused" && (string?)e["involvedObject"]!["name"] == Templates);
    }

    [Fact]
    public async Task Credential_that_pushes_is_given_to_no_pod()
    {
        await PullWithAsync("owner-secret", user: "owner");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Web));

        await ApplyPolicyAsync(Templates, "Workload", "web");

        Assert.Contains("the credential that pushes", await MissingAsync("PullSecretUnusable"), StringComparison.Ordinal);
        Assert.Null(await SecretAsync(Scene, Templates));

        await PullWithAsync("other-secret");

        await HasAsync(Scene, Templates, "other-secret");
    }

    private static string NameOf(string policy) => $"imageclone-{policy}";

    private Task ApplyPolicyAsync(string name, string mode, string repository, bool givesSecret = true) => World.Kubectl.ApplyAsync($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: {{name}} }
        spec:
          target: {registry: "{{_target.Registry.Host}}", repositoryPrefix: {{name}}, plainHttp: true, secretRef: {name: {{Scene.Name}}-push} }
          namespaceSelector: {matchLabels: {scene: {{Scene.Name}} } }
          images: {include: ['{{World.Source.Host}}/{{Scene.Name}}/{{repository}}']}
          rewrite:
            mode: {{mode}}
            {{(givesSecret ? PullSecret : "")}}
        """);

    private Task PullWithAsync(string password, string user = "other") => World.Kubectl.ApplyAsync($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{Scene.Name}}-pull, namespace: {{OperatorNamespace}} }
        type: kubernetes.io/basic-auth
        stringData: {username: {{user}}, password: {{password}} }
        """);

    private Task<JsonNode?> SecretAsync(Scene scene, string policy) => World.Kubectl.GetAsync("secret", NameOf(policy), scene.Name);

    private Task HasAsync(Scene scene, string policy, string password) =>
        Eventually.InClusterAsync($"namespace {scene.Name} has the credential of {policy} with {password}", async () =>
            await SecretAsync(scene, policy) is { } secret
            && (string?)secret["type"] == "kubernetes.io/dockerconfigjson"
            && LoginOf(secret, $"{_target.Registry.Host}/{policy}") == $"other:{password}");

    private Task GoneAsync(Scene scene, string policy) => Eventually.InClusterAsync(
        $"namespace {scene.Name} has the credential of {policy} no more", async () => await SecretAsync(scene, policy) is null);

    private Task NamesAsync(Scene scene, string deployment, IReadOnlyList<string> secrets) => Eventually.InClusterAsync(
        $"deployment {deployment} in {scene.Name} names {string.Join(", ", secrets)}",
        async () => NamesOf((await World.Kubectl.GetAsync("deployment", deployment, scene.Name))!["spec"]!["template"]!["spec"]!)
            .SequenceEqual(secrets));

    private async Task<string> MissingAsync(string reason)
    {
        JsonNode? found = null;
        await Eventually.InClusterAsync($"the policy says {reason}", async () =>
        {
            found = Scene.Condition((await World.Kubectl.GetAsync("backuppolicy", Templates))!, "PullSecretsMissing");
            return (string?)found?["reason"] == reason;
        });
        return (string)found!["message"]!;
    }

    private Task WellAsync() => Eventually.InClusterAsync("the policy misses no secret any more", async () =>
        Scene.Condition((await World.Kubectl.GetAsync("backuppolicy", Templates))!, "PullSecretsMissing") is null);

    /// <summary>As kubelet does, with what the namespace has.</summary>
    private async Task ReadsCopyAsync()
    {
        var login = LoginOf((await SecretAsync(Scene, Templates))!, $"{_target.Registry.Host}/{Templates}")!;
        using var http = new HttpClient { BaseAddress = _target.Registry.Address };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        http.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        using var answer = await http.GetAsync($"/v2/{Scene.CopyOf($"{Scene.Name}/web")}/manifests/1.0");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string? LoginOf(JsonNode secret, string server) =>
        (string?)secret["data"]?[".dockerconfigjson"] is { } data
        && (string?)JsonNode.Parse(Convert.FromBase64String(data))!["auths"]?[server]?["auth"] is { } auth
            ? Encoding.UTF8.GetString(Convert.FromBase64String(auth))
            : null;

    private static IEnumerable<string> NamesOf(JsonNode pod) =>
        (pod["imagePullSecrets"]?.AsArray() ?? []).Select(secret => (string)secret!["name"]!);
}
