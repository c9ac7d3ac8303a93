using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Tests.Commands.Mirrors;

/// <summary>Configuration of nodes by a policy of the cluster, without its catalogue.</summary>
public sealed class MirrorPolicyTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private readonly string _policy = $"p{Guid.NewGuid().ToString("N")[..8]}";
    private RegistryServer _registry = null!;

    public async Task InitializeAsync()
    {
        _registry = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [new RegistryAccount("pods", "s3cret")] });
        await cluster.ApplyAsync<BackupPolicy>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: {{_policy}} }
            spec:
              target: {registry: '{{_registry.Host}}', repositoryPrefix: backups, plainHttp: true}
              sources: {registries: [{host: 'internal:5000', plainHttp: true}]}
            """);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Copies_of_a_policy_are_mirrors_reached_as_it_says_and_what_has_none_is_listed()
    {
        await BackupAsync(_policy, "internal:5000/team/app:v1", "internal_5000/team/app:v1", isReady: true);
        await BackupAsync(_policy, "docker.io/library/gone:1", "docker.io/library/gone:1", isReady: false);
        await BackupAsync("another", "quay.io/team/other:v1", "quay.io/team/other:v1", isReady: true);

        var run = await RunAsync(_policy);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"""
            # /etc/containerd/certs.d/internal:5000/hosts.toml
            server = "http://internal:5000"

            [host."http://internal:5000"]
              capabilities = ["pull", "resolve"]

            [host."http://{_registry.Host}/v2/backups/internal_5000"]
              capabilities = ["pull", "resolve"]
              override_path = true

            """,
            run.Output);
        Assert.StartsWith(
            "not reached: docker.io/library/gone:1: it has no complete copy (SourceNotFound)\n", run.Error, StringComparison.Ordinal);
        Assert.Contains($"not reached without a login: {_registry.Host} wants one", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("quay.io", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_are_chosen_by_their_repositories()
    {
        await BackupAsync(_policy, "docker.io/library/nginx:1", "docker.io/library/nginx:1", isReady: true);
        await BackupAsync(_policy, "quay.io/team/app:v1", "quay.io/team/app:v1", isReady: true);

        var run = await RunAsync(_policy, "--only", "quay.io/**");

        Assert.StartsWith("# /etc/containerd/certs.d/quay.io/hosts.toml\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.io", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_policy_is_told_with_those_that_there_are()
    {
        var run = await RunAsync("nope");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: the cluster has no valid BackupPolicy nope; there are ", run.Error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string policy, params string[] more) =>
        OperatorProgram.RunAsync(cluster, ["mirror-config", "--for", "containerd", "--policy", policy, .. more]);

    private async Task BackupAsync(string policy, string source, string copy, bool isReady)
    {
        var (name, target) = (ImageBackupName.For(policy, source), $"{_registry.Host}/backups/{copy}");
        await cluster.ApplyAsync<ImageBackup>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: '{{name}}'}
            spec: {policyName: {{policy}}, source: '{{source}}', target: '{{target}}'}
            """);
        var ready = new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = isReady ? "True" : "False",
            ["reason"] = isReady ? "Copied" : "SourceNotFound",
            ["message"] = "told",
            ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
        };
        var status = new JsonObject { ["conditions"] = new JsonArray(ready) };
        if (isReady) status["target"] = new JsonObject { ["image"] = target, ["digest"] = $"sha256:{new string('a', 64)}" };
        await cluster.Client.PatchAsync<ImageBackup>(
            name, null, Patch.Merge(new JsonObject { ["status"] = status }), "status", Bound.Token());
    }
}
