using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Testing.Entities;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Tests.Commands.Cleanup;

public sealed class CleanupCommandTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const string Pod = "{metadata: {labels: {app: x}}, spec: {containers: [{name: app, image: nginx}]}}";
    private const string Metadata =
        "finalizers: [example.com/theirs, imageclone.dev/backup-protection], annotations: {example.com/note: theirs}";

    [Fact]
    public async Task The_finalizer_leaves_workloads_of_every_kind_and_nothing_else_does()
    {
        await cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: other}}");
        var deployment = await cluster.ApplyAsync<Deployment>(Workload("apps/v1", "Deployment", "held", "other"));
        var daemonSet = await cluster.ApplyAsync<DaemonSet>(Workload("apps/v1", "DaemonSet", "held"));
        var statefulSet = await cluster.ApplyAsync<StatefulSet>(Workload("apps/v1", "StatefulSet", "held"));
        var job = await cluster.ApplyAsync<Job>(Object(
            "batch/v1", "Job", "held", $"template: {Pod.Replace("spec: {", "spec: {restartPolicy: Never, ", StringComparison.Ordinal)}"));
        var cronJob = await cluster.ApplyAsync<CronJob>(Object(
            "batch/v1",
            "CronJob",
            "held",
            $"schedule: '@daily', jobTemplate: {{spec: {{template: {Pod.Replace("spec: {", "spec: {restartPolicy: Never, ", StringComparison.Ordinal)}}}}}"));

        var run = await OperatorProgram.RunAsync(cluster, "cleanup");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Deployment other/held: finalizer imageclone.dev/backup-protection removed", run.Output, StringComparison.Ordinal);
        await AssertCleanAsync(deployment);
        await AssertCleanAsync(daemonSet);
        await AssertCleanAsync(statefulSet);
        await AssertCleanAsync(job);
        await AssertCleanAsync(cronJob);
    }

    [Fact]
    public async Task Original_images_come_back_where_the_copy_still_stands()
    {
        await cluster.ApplyAsync<Deployment>("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: rewritten
              namespace: default
              annotations:
                imageclone.dev/original-images: '{"app":"nginx:1.27","own":"busybox:1","init":"redis:7","volumes/data":"quay.io/a/b:1"}'
                imageclone.dev/skip: "true"
            spec:
              selector: {matchLabels: {app: x}}
              template:
                metadata: {labels: {app: x}}
                spec:
                  containers:
                  - {name: app, image: 'r.io/backups/docker.io/library/nginx:1.27'}
                  - {name: own, image: 'r.io/mine/other:2'}
                  initContainers: [{name: init, image: 'r.io/docker.io_library_redis:7'}]
                  volumes: [{name: data, image: {reference: 'r.io/quay.io/a/b:1'}}]
            """);

        var run = await OperatorProgram.RunAsync(cluster, "cleanup");
        var found = await cluster.GetAsync<Deployment>("rewritten");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "Deployment default/rewritten: app: image r.io/backups/docker.io/library/nginx:1.27 is nginx:1.27 again",
            run.Output,
            StringComparison.Ordinal);
        var pod = found!.Spec!.Template!.Spec!;
        Assert.Equal(["nginx:1.27", "r.io/mine/other:2"], pod.Containers!.Select(container => container.Image));
        Assert.Equal("redis:7", pod.InitContainers!.Single().Image);
        Assert.Equal("quay.io/a/b:1", pod.Volumes!.Single().Image!.Reference);
        Assert.Equal(["imageclone.dev/skip"], found.Metadata.Annotations!.Keys);
    }

    [Fact]
    public async Task Dry_run_tells_everything_and_changes_nothing()
    {
        var before = await cluster.ApplyAsync<Deployment>("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: dry
              namespace: default
              finalizers: [imageclone.dev/backup-protection]
              annotations: {imageclone.dev/original-images: '{"app":"nginx:1.27"}'}
            spec:
              selector: {matchLabels: {app: x}}
              template:
                metadata: {labels: {app: x}}
                spec: {containers: [{name: app, image: 'r.io/backups/docker.io/library/nginx:1.27'}]}
            """);

        var run = await OperatorProgram.RunAsync(cluster, "cleanup", "--dry-run");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] told =
        [
            "finalizer imageclone.dev/backup-protection removed",
            "app: image r.io/backups/docker.io/library/nginx:1.27 is nginx:1.27 again",
            "annotation imageclone.dev/original-images removed",
        ];
        Assert.All(told, line => Assert.Contains($"Deployment default/dry: {line} (dry run)\n", run.Output, StringComparison.Ordinal));
        Assert.Contains("would be cleaned", run.Output, StringComparison.Ordinal);
        Assert.Equal(before.Metadata.ResourceVersion, (await cluster.GetAsync<Deployment>("dry"))!.Metadata.ResourceVersion);
        await OperatorProgram.RunAsync(cluster, "cleanup");
    }

    [Fact]
    public async Task Nothing_of_the_operator_stays_in_managed_fields()
    {
        const string own = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: owned, namespace: default}, spec: {selector: "
            + "{matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: {containers: [{name: app, image: 'nginx:1'}]}}}}";
        await cluster.ApplyAsync<Deployment>(own);
        var rewritten = JsonNode.Parse("""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "owned", "annotations": {"imageclone.dev/original-images": "{\"app\":\"nginx:1\"}"}},
             "spec": {"template": {"spec": {"containers": [{"name": "app", "image": "r.io/docker.io/library/nginx:1"}]}}}}
            """)!.AsObject();
        await cluster.Client.PatchAsync<Deployment>("owned", "default", Patch.Apply(rewritten, force: true), null, CancellationToken.None);

        await OperatorProgram.RunAsync(cluster, "cleanup");

        var left = (await cluster.Client.GetAsync(
            ResourceType.Unstructured(ApiResource.Of<Deployment>(), cluster.Client.Json),
            "owned",
            "default",
            CancellationToken.None))!.ToJsonString();
        Assert.Contains("\"nginx:1\"", left, StringComparison.Ordinal);
        Assert.DoesNotContain("image-clone-operator", left, StringComparison.Ordinal);
        await cluster.ApplyAsync<Deployment>(own.Replace("nginx:1", "nginx:2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deleted_workload_goes_and_a_second_run_has_nothing_to_do()
    {
        await cluster.ApplyAsync<Deployment>(
            Workload("apps/v1", "Deployment", "going").Replace("example.com/theirs, ", "", StringComparison.Ordinal));
        await cluster.Client.DeleteAsync<Deployment>("going", "default", null, CancellationToken.None);
        Assert.NotNull(await cluster.GetAsync<Deployment>("going"));

        await OperatorProgram.RunAsync(cluster, "cleanup");
        var again = await OperatorProgram.RunAsync(cluster, "cleanup");

        Assert.Null(await cluster.GetAsync<Deployment>("going"));
        Assert.Equal((0, "nothing to clean\n", ""), (again.ExitCode, again.Output, again.Error));
    }

    [Fact]
    public async Task Deleted_policies_go_with_their_backups_and_others_stay()
    {
        await PolicyAsync("going");
        await BackupAsync("going");
        await PolicyAsync("staying");
        await BackupAsync("staying");
        await cluster.Client.DeleteAsync<BackupPolicy>("going", null, null, CancellationToken.None);

        var run = await OperatorProgram.RunAsync(cluster, "cleanup");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("note: BackupPolicies are still there (1)", run.Output, StringComparison.Ordinal);
        Assert.Null(await cluster.GetAsync<BackupPolicy>("going", null));
        Assert.Empty((await cluster.GetAsync<ImageBackup>("going", null))?.Metadata.Finalizers ?? []);
        Assert.Equal(["imageclone.dev/policy-cleanup"], (await cluster.GetAsync<BackupPolicy>("staying", null))!.Metadata.Finalizers!);
        Assert.Equal(["imageclone.dev/copy"], (await cluster.GetAsync<ImageBackup>("staying", null))!.Metadata.Finalizers!);
        await cluster.Client.PatchAsync<BackupPolicy>(
            "staying", null, Patch.Merge(new() { ["metadata"] = new JsonObject { ["finalizers"] = null } }), null, CancellationToken.None);
        await cluster.Client.DeleteAsync<BackupPolicy>("staying", null, null, CancellationToken.None);
    }

    [Fact]
    public async Task Refused_change_is_told_and_stops_nothing_else()
    {
        await cluster.ApplyAsync<V1ServiceAccount>("{apiVersion: v1, kind: ServiceAccount, metadata: {name: nobody, namespace: default}}");
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.Server.ServiceAccountKubeconfig("nobody"));

        var run = await OperatorProgram.RunAsync(new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig }, "cleanup");

        File.Delete(kubeconfig);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: deployments: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("error: cronjobs: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cluster_it_says_so_in_a_line()
    {
        var run = await OperatorProgram.RunAsync(new Dictionary<string, string> { ["KUBECONFIG"] = "/nowhere/config" }, "cleanup");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("error: /nowhere/config: no such file\n", run.Error);
    }

    private async Task AssertCleanAsync<T>(T before)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var after = (await cluster.GetAsync<T>(before.Metadata.Name!, before.Metadata.NamespaceProperty))!.Metadata;
        Assert.Equal(["example.com/theirs"], after.Finalizers!);
        Assert.Equal("theirs", after.Annotations!["example.com/note"]);
        Assert.Equal(before.Metadata.Generation, after.Generation);
    }

    private Task<BackupPolicy> PolicyAsync(string name) => cluster.ApplyAsync<BackupPolicy>(
        $"{{apiVersion: imageclone.dev/v1alpha1, kind: BackupPolicy, metadata: {{name: {name}, "
            + "finalizers: [imageclone.dev/policy-cleanup]}, spec: {target: {registry: r.io}}}");

    private Task<ImageBackup> BackupAsync(string policy) => cluster.ApplyAsync<ImageBackup>(
        $"{{apiVersion: imageclone.dev/v1alpha1, kind: ImageBackup, metadata: {{name: {policy}, finalizers: [imageclone.dev/copy]}}, "
            + $"spec: {{policyName: {policy}, source: 'docker.io/library/nginx:1', target: 'r.io/docker.io/library/nginx:1'}}}}");

    private static string Workload(string apiVersion, string kind, string name, string ns = "default") =>
        Object(apiVersion, kind, name, $"selector: {{matchLabels: {{app: x}}}}, template: {Pod}", ns);

    private static string Object(string apiVersion, string kind, string name, string spec, string ns = "default") =>
        $"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: {name}, namespace: {ns}, {Metadata}}}, spec: {{{spec}}}}}";
}
