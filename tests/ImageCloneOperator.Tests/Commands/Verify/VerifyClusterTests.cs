using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;

namespace ImageCloneOperator.Tests.Commands.Verify;

/// <summary>The images that a cluster uses, at a target that wants a login.</summary>
public sealed class VerifyClusterTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private const string Nginx = "docker.io/library/nginx:1.27";
    private const string Redis = "docker.io/library/redis:8";

    private readonly string _policy = $"p{Guid.NewGuid().ToString("N")[..8]}";
    private RegistryServer _registry = null!;
    private string _redis = null!;

    public async Task InitializeAsync()
    {
        _registry = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [new RegistryAccount("pods", "s3cret")] });
        await NodeAsync("one", "amd64");
        await cluster.ApplyAsync<V1Namespace>(
            $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {_policy}, labels: {{scene: {_policy}}}}}}}");
        await PullSecretAsync("s3cret");
        await PolicyAsync("mode: Pod, imagePullSecrets: [{name: pull}]");
        var nginx = await Repository("nginx").MultiPlatformAsync(
            "1.27", ["linux/amd64", "linux/arm64"], [new SampleLayer("base", 5000)], 1000);
        _redis = (await Repository("redis").ImageAsync(new SampleImage(new SampleLayer("redis", 5000)), "8")).Digest;
        await WorkloadAsync("web", Nginx, Redis);
        await BackupAsync(Nginx, nginx.Digest, nginx.Digest, "linux/amd64", "linux/arm64");
        await BackupAsync(Redis, _redis, _redis, "linux/amd64");
    }

    public async Task DisposeAsync()
    {
        await cluster.Client.DeleteAsync<BackupPolicy>(_policy, null, null, Bound.Token());
        await cluster.Client.DeleteAsync(
            ResourceType.Metadata(NodePlatforms.Resource, cluster.Client.Json), "two", null, null, Bound.Token());
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task Copies_that_pods_can_pull_pass()
    {
        var run = await VerifyAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"ok      {Nginx}\nok      {Redis}\n{_policy}: 2 of 2 images can be restored\n", run.Output);
    }

    [Fact]
    public async Task Image_in_use_without_a_Ready_copy_fails()
    {
        await WorkloadAsync("cache", "memcached:1");
        await WorkloadAsync("queue", "rabbitmq:4");
        await BackupAsync("docker.io/library/rabbitmq:4", digest: null, sourceDigest: null);

        await FailsAsync("docker.io/library/memcached:1: copy: there is no ImageBackup for it");
        var name = ImageBackupName.For(_policy, "docker.io/library/rabbitmq:4");
        await FailsAsync($"docker.io/library/rabbitmq:4: copy: ImageBackup {name} is not Ready: SourceNotFound: told");
    }

    [Fact]
    public async Task Missing_blob_is_found()
    {
        _registry.Faults.Add(new Fault
        {
            Kind = RequestKind.Blob,
            Repository = $"{_policy}/docker.io/library/redis",
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(404, "BLOB_UNKNOWN"),
        });

        await FailsAsync($"{Redis}: content: blob sha256:");
    }

    [Fact]
    public async Task Other_content_under_the_tag_is_found()
    {
        await Repository("redis").ImageAsync(new SampleImage(new SampleLayer("other", 1000)), "8");

        await FailsAsync($"{Redis}: copy: {_registry.Host}/{_policy}/{Redis} has other content, sha256:");
    }

    [Fact]
    public async Task Platform_of_a_node_that_the_copy_leaves_out_is_found()
    {
        await NodeAsync("two", "arm64");
        await BackupAsync(Redis, _redis, "sha256:" + new string('a', 64), "linux/amd64");

        await FailsAsync($"{Redis}: platform: it has no linux/arm64, only linux/amd64");
    }

    [Fact]
    public async Task Platform_that_the_image_itself_does_not_serve_fails_only_where_it_is_asked_for_or_no_node_is_left()
    {
        await NodeAsync("two", "arm64");

        Assert.Equal(0, (await VerifyAsync()).ExitCode);
        await FailsAsync($"{Redis}: platform: it has no linux/arm64, only linux/amd64", "--platform", "linux/arm64");
        await NodeAsync("one", "s390x");
        await FailsAsync($"{Redis}: platform: it has no linux/arm64, linux/s390x, only linux/amd64");
    }

    [Fact]
    public async Task Missing_login_is_found_by_whom_and_which_secret()
    {
        await PullSecretAsync("wrong");
        await FailsAsync($"{Redis}: login: as pods of Deployment {_policy}/web: ");

        await cluster.Client.DeleteAsync<V1Secret>("pull", _policy, null, Bound.Token());
        await FailsAsync($"{Redis}: login: as pods of Deployment {_policy}/web, whose pull secret {_policy}/pull is missing");

        await PolicyAsync("mode: None");
        await FailsAsync($"{Redis}: login: as pods of Deployment {_policy}/web: ");
    }

    [Fact]
    public async Task Login_that_some_pods_lack_is_found()
    {
        await PolicyAsync("mode: None");
        await WorkloadAsync("web", "imagePullSecrets: [{name: pull}]", Nginx, Redis);
        Assert.Equal(0, (await VerifyAsync()).ExitCode);

        await WorkloadAsync("bare", Redis);
        var output = await FailsAsync($"{Redis}: login: as pods of Deployment {_policy}/bare: ");
        Assert.Contains($"ok      {Nginx}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_policy_is_told_with_those_that_there_are()
    {
        var run = await OperatorProgram.RunAsync(cluster, "verify", "nope");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: the cluster has no valid BackupPolicy nope; there are ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name policies of the cluster, or --catalog", "main", "--catalog", "r.io/imageclone-catalog:a.b")]
    [InlineData("--at: name the catalogue, too", "--at", "2026-11-29")]
    public async Task Policies_and_catalogue_are_not_mixed(string error, params string[] arguments)
    {
        var run = await OperatorProgram.RunAsync(["verify", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_shows_progress()
    {
        var run = await OperatorProgram.RunInTerminalAsync("verify", _policy, "--kubeconfig", cluster.KubeconfigPath);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Looking at 2 copies", run.Output, StringComparison.Ordinal);
    }

    private SampleRepository Repository(string name) => new(_registry.Samples, $"{_policy}/docker.io/library/{name}");

    private Task NodeAsync(string name, string architecture) => ApplyAsync(
        NodePlatforms.Resource,
        null,
        $$"""
        apiVersion: v1
        kind: Node
        metadata:
          name: {{name}}
          labels: {kubernetes.io/os: linux, kubernetes.io/arch: {{architecture}} }
        """);

    private async Task PullSecretAsync(string password)
    {
        var config = $$$"""{"auths": {"{{{_registry.Host}}}": {"username": "pods", "password": "{{{password}}}"} } }""";
        await cluster.ApplyAsync<V1Secret>($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: pull, namespace: {{_policy}} }
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(config))}} }
            """);
    }

    private Task<BackupPolicy> PolicyAsync(string rewrite) => cluster.ApplyAsync<BackupPolicy>($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: {{_policy}} }
        spec:
          target: {registry: '{{_registry.Host}}', repositoryPrefix: {{_policy}} }
          namespaceSelector: {matchLabels: {scene: {{_policy}} } }
          rewrite: { {{rewrite}} }
        """);

    private Task WorkloadAsync(string name, params string[] images)
    {
        var more = images[0].StartsWith("imagePullSecrets", StringComparison.Ordinal) ? images[0] : "hostNetwork: false";
        var containers = images.Where(image => image != more).Select((image, i) => $"{{name: c{i}, image: '{image}'}}");
        return ApplyAsync(
            WorkloadResource.Of(WorkloadTypes.BuiltIn.First(type => type.Kind == "Deployment")),
            _policy,
            $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: {{name}}, namespace: {{_policy}} }
            spec:
              selector: {matchLabels: {app: x} }
              template:
                metadata: {labels: {app: x} }
                spec: { {{more}}, containers: [{{string.Join(", ", containers)}}] }
            """);
    }

    private async Task ApplyAsync(ApiResource resource, string? @namespace, string yaml)
    {
        var entity = (JsonObject)Yaml.Parse(yaml)!;
        await cluster.Client.PatchAsync(
            ResourceType.Metadata(resource, cluster.Client.Json),
            (string)entity["metadata"]!["name"]!,
            @namespace,
            Patch.Apply(entity) with { FieldManager = "test" },
            null,
            Bound.Token());
    }

    private async Task BackupAsync(string source, string? digest, string? sourceDigest, params string[] platforms)
    {
        var (name, target) = (ImageBackupName.For(_policy, source), $"{_registry.Host}/{_policy}/{source}");
        await cluster.ApplyAsync<ImageBackup>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: '{{name}}'}
            spec: {policyName: {{_policy}}, source: '{{source}}', target: '{{target}}'}
            """);
        var ready = new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = digest is null ? "False" : "True",
            ["reason"] = digest is null ? "SourceNotFound" : "Copied",
            ["message"] = "told",
            ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
        };
        var status = new JsonObject
        {
            ["observedGeneration"] = 1,
            ["conditions"] = new JsonArray(ready),
            ["platforms"] = new JsonArray([.. platforms.Select(platform => JsonValue.Create(platform))]),
        };
        if (digest is not null) status["target"] = new JsonObject { ["image"] = target, ["digest"] = digest };
        if (sourceDigest is not null) status["source"] = new JsonObject { ["digest"] = sourceDigest };
        await cluster.Client.PatchAsync<ImageBackup>(
            name, null, Patch.Merge(new JsonObject { ["status"] = status }), "status", Bound.Token());
    }

    private async Task<string> FailsAsync(string line, params string[] more)
    {
        var run = await VerifyAsync(more);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains($"failed  {line}", run.Output, StringComparison.Ordinal);
        return run.Output;
    }

    private Task<(int ExitCode, string Output, string Error)> VerifyAsync(params string[] more) =>
        OperatorProgram.RunAsync(cluster, ["verify", _policy, .. more]);
}
