using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;

namespace ImageCloneOperator.Tests.Commands.Plan;

public sealed class PlanClusterTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plan");

    public async Task InitializeAsync()
    {
        await cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: shop}}}");
        await WorkloadAsync("web", "nginx:1.27");
        await WorkloadAsync("cache", "redis:7");
        await PolicyAsync("main", "registry: r.io");
        await BackupAsync(ImageBackupName.For("main", "docker.io/library/nginx:1.27"), "docker.io/library/nginx:1.27");
        await BackupAsync("main.old", "docker.io/library/old:1");
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_table_tells_what_is_there_and_what_is_new()
    {
        var run = await OperatorProgram.RunAsync(cluster, "plan", "--cluster");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(
            "Deployment shop/web +nginx:1.27 +main +backed up by policy main as r.io/docker.io/library/nginx:1.27 +Ready", run.Output);
        Assert.Matches("Deployment shop/cache +redis:7 .* New", run.Output);
        Assert.Contains("2 backups (1 New, 1 Ready), 1 ImageBackups no longer used", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unprotected_images_are_listed_with_the_reason_whatever_policies_select()
    {
        var pods = ResourceType.Metadata(WorkloadResource.Of(WorkloadTypes.Pod), cluster.Client.Json);
        var pod = Patch.Apply((JsonObject)Yaml.Parse(
            "{apiVersion: v1, kind: Pod, metadata: {name: lone, namespace: shop}, spec: {containers: [{name: c, image: 'busybox:1'}]}}")!);
        await cluster.Client.PatchAsync(pods, "lone", "shop", pod, null, Bound.Token());

        var table = await OperatorProgram.RunAsync(cluster, "plan", "--cluster", "--unprotected");
        var run = await OperatorProgram.RunAsync(cluster, "plan", "--cluster", "--unprotected", "-o", "json");
        var images = JsonNode.Parse(run.Output)!.AsArray();
        await cluster.Client.DeleteAsync(pods, "lone", "shop", null, Bound.Token());

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                ("docker.io/library/busybox:1", "KindNotSelected", "Pod shop/lone"),
                ("docker.io/library/redis:7", "New", "Deployment shop/cache"),
            ],
            images.Select(image => ((string)image!["image"]!, (string)image["reason"]!, (string)image["usedBy"]![0]!)));
        Assert.Matches(
            "docker.io/library/busybox:1 +KindNotSelected +Pod shop/lone +policy main: workloadKinds does not have Pod", table.Output);
        Assert.Contains("2 images have no Ready copy", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_in_a_file_stands_for_the_one_in_the_cluster()
    {
        var file = Path.Combine(_folder.FullName, "policy.yaml");
        await File.WriteAllTextAsync(
            file, Policy("main", "registry: r.io, repositoryPrefix: new", "namespaceSelector: {matchLabels: {team: shop}}"));

        var run = await OperatorProgram.RunAsync(cluster, "plan", "--cluster", "-f", file, "-o", "json");
        var plan = JsonNode.Parse(run.Output)!;

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [("r.io/new/docker.io/library/nginx:1.27", "TargetChanges"), ("r.io/new/docker.io/library/redis:7", "New")],
            plan["backups"]!.AsArray().Select(backup => ((string)backup!["target"]!, (string)backup["state"]!)));
        Assert.Equal(["main.old"], plan["unused"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("r.io", (await cluster.GetAsync<BackupPolicy>("main", null))!.Spec.Target.Registry);
    }

    [Fact]
    public async Task An_invalid_policy_of_the_cluster_is_told_and_stops_no_other()
    {
        await PolicyAsync("bad", "registry: registry");

        var run = await OperatorProgram.RunAsync(cluster, "plan", "--cluster");
        await cluster.Client.DeleteAsync<BackupPolicy>("bad", null, null, CancellationToken.None);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("warning: BackupPolicy bad in the cluster takes no part: spec.target", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 backups", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_plan_for_is_a_mistake_of_usage()
    {
        var run = await OperatorProgram.RunAsync(cluster, "plan");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("-f with manifests, --cluster for the current cluster", run.Error, StringComparison.Ordinal);
    }

    private Task<Deployment> WorkloadAsync(string name, string image) => cluster.ApplyAsync<Deployment>(
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}, namespace: shop}}, spec: {{selector: {{matchLabels: "
            + $"{{app: x}}}}, template: {{metadata: {{labels: {{app: x}}}}, spec: {{containers: [{{name: app, image: '{image}'}}]}}}}}}}}");

    private Task<BackupPolicy> PolicyAsync(string name, string target) => cluster.ApplyAsync<BackupPolicy>(Policy(name, target));

    private static string Policy(string name, string target, string more = "suspend: false") =>
        $"{{apiVersion: imageclone.dev/v1alpha1, kind: BackupPolicy, metadata: {{name: {name}}}, spec: {{target: {{{target}}}, {more}}}}}";

    private async Task BackupAsync(string name, string source)
    {
        await cluster.ApplyAsync<ImageBackup>(
            $"{{apiVersion: imageclone.dev/v1alpha1, kind: ImageBackup, metadata: {{name: '{name}'}}, spec: {{policyName: "
                + $"main, source: '{source}', target: 'r.io/{source}'}}}}");
        var conditions = new JsonArray(new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = "True",
            ["reason"] = "Copied",
            ["message"] = "there",
            ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
        });
        await cluster.Client.PatchAsync<ImageBackup>(
            name,
            null,
            Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["observedGeneration"] = 1, ["conditions"] = conditions } }),
            "status",
            CancellationToken.None);
    }
}
