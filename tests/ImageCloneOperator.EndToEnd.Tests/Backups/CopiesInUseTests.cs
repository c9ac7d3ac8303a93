using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>What keeps a copy at its target, though no workload that the policy selects uses its image any more.</summary>
public sealed class CopiesInUseTests : SceneTests
{
    private const string Deletes = "retention: {unusedFor: 0s, deleteImages: true}";

    [Fact]
    public async Task Copy_stays_when_its_backup_is_deleted()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var backup = (await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied"))["metadata"]!;
        Assert.Null(backup["finalizers"]);
        var samples = World.Samples(World.Source, Scene.Name);
        using var http = new HttpClient();
        using var gone = await http.DeleteAsync(new Uri(
            World.Source.Address, $"v2/{samples.Name}/manifests/{await World.DigestAsync(World.Source, Scene.Name, "1.0")}"));

        await World.Kubectl.RunAsync("delete", "imagebackup", (string)backup["name"]!, "--wait", "--timeout=60s");

        await Eventually.InClusterAsync("the backup is there anew", async () =>
            (await BackupAsync("1.0")) is { } next
            && (string?)next["metadata"]!["uid"] != (string?)backup["uid"]
            && Scene.Is(next, "Ready"));
        await ThereAsync("1.0");
    }

    [Fact]
    public async Task Finalizer_of_earlier_versions_is_taken_off_a_backup()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var name = (string)(await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied"))["metadata"]!["name"]!;

        await World.Kubectl.RunAsync(
            "patch",
            "imagebackup",
            name,
            "--type=merge",
            "-p",
            """{"metadata": {"finalizers": ["imageclone.dev/copy"], "annotations": {"imageclone.dev/recopy-requested-at": "1"} } }""");

        await Eventually.InClusterAsync("the finalizer goes", async () =>
            (await World.Kubectl.GetAsync("imagebackup", name))!["metadata"]!["finalizers"]?.AsArray() is not { Count: > 0 });
    }

    /// <summary>Each of these is the only one that names its image: by the source, by the copy's tag, or by the copy's digest.</summary>
    [Fact]
    public async Task Copy_stays_while_anything_names_it()
    {
        var namers = Namers().ToDictionary(namer => namer.Tag, StringComparer.Ordinal);
        foreach (var tag in namers.Keys) await World.PushAsync(Scene.Name, tag);
        await Scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(Scene.Deployment("all", namers.Keys.Select(tag => Scene.Image(Scene.Name, tag))));
        foreach (var tag in namers.Keys) await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, tag), "Copied");
        foreach (var namer in namers.Values)
        {
            await World.Kubectl.ApplyAsync(
                namer.Manifest(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), namer.Tag) ?? ""));
        }

        await World.Kubectl.RunAsync("delete", "deployment", "all", "-n", Scene.Name, "--cascade=foreground", "--wait", "--timeout=60s");

        foreach (var (tag, namer) in namers)
        {
            var message = await Scene.EventAsync("StillUsed", await NameAsync(tag), "default");
            Assert.Contains($"{namer.Kind} {Scene.Name}/{tag}", message, StringComparison.Ordinal);
            await ThereAsync(tag);
        }

        await World.Kubectl.RunAsync("delete", "pod", "pod", "-n", Scene.Name, "--wait", "--timeout=60s");
        await Eventually.InClusterAsync("the copy goes once nothing names it", async () => !await HasAsync("pod"));
    }

    [Fact]
    public async Task Copy_of_an_earlier_revision_stays()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await World.PushAsync(Scene.Name, "2.0");
        await Scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied");
        await Eventually.InClusterAsync("the first revision is there", async () =>
            (await World.Kubectl.ListAsync("replicasets", @namespace: Scene.Name)).Count == 1);

        await World.Kubectl.RunAsync("set", "image", "deployment/web", $"c0={Scene.Image(Scene.Name, "2.0")}", "-n", Scene.Name);

        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "2.0"), "Copied");
        await Scene.EventAsync("StillUsed", await NameAsync("1.0"), "default");
        await ThereAsync("1.0");
    }

    /// <summary>This registry deletes by digest only, and would delete the child of an index that is in use.</summary>
    [Fact]
    public async Task Part_of_an_index_stays()
    {
        var index = await World.Samples(World.Source, Scene.Name).MultiPlatformAsync(
            "multi", ["linux/amd64", "linux/arm64"], [new SampleLayer(Scene.Name, 10_000)], 5_000);
        var child = (string)System.Text.Json.Nodes.JsonNode.Parse(index.Bytes.Span)!["manifests"]![0]!["digest"]!;
        var pinned = $"{World.Source.Host}/{Scene.Name}@{child}";
        await Scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(Scene.Deployment("multi", Scene.Image(Scene.Name, "multi")));
        await World.Kubectl.ApplyAsync(Scene.Deployment("pinned", pinned));
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "multi"), "Copied");
        var backup = (string)(await Scene.BackupBecomesAsync(pinned, "Copied"))["metadata"]!["name"]!;

        await World.Kubectl.RunAsync("delete", "deployment", "pinned", "-n", Scene.Name, "--cascade=foreground", "--wait", "--timeout=60s");

        await GoneAsync(backup);
        Assert.NotNull(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), child));
        Assert.Contains("multi has it as a part", await Scene.EventAsync("ImageKept", backup, "default"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_digest_of_another_backup_stays()
    {
        var first = await World.PushAsync(Scene.Name, "latest", new SampleLayer($"{Scene.Name}-1", 10_000));
        var pinned = $"{World.Source.Host}/{Scene.Name}@{first}";
        await Scene.ApplyPolicyAsync(Deletes + "\n  tagRules: [{tags: [latest], recopy: Always, interval: 1s}]");
        await World.Kubectl.ApplyAsync(Scene.Deployment("latest", Scene.Image(Scene.Name, "latest")));
        await World.Kubectl.ApplyAsync(Scene.Deployment("pinned", pinned));
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "latest"), "Copied");
        var backup = (string)(await Scene.BackupBecomesAsync(pinned, "Copied"))["metadata"]!["name"]!;
        await World.PushAsync(Scene.Name, "latest", new SampleLayer($"{Scene.Name}-2", 10_000));
        await Eventually.InClusterAsync("the tag has moved", async () =>
            (await BackupAsync("latest"))?["status"]!["previousDigests"]?.AsArray().Any(digest => (string?)digest == first) is true);

        await World.Kubectl.RunAsync("delete", "deployment", "pinned", "-n", Scene.Name, "--cascade=foreground", "--wait", "--timeout=60s");

        await GoneAsync(backup);
        Assert.NotNull(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), first));
    }

    [Fact]
    public async Task Suspended_policy_ages_nothing()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var before = await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied");
        await Scene.ApplyPolicyAsync("suspend: true\n  " + Deletes);
        await Scene.PolicyBecomesAsync("Suspended");
        await Eventually.InClusterAsync("nobody is known to use it", async () =>
            (await BackupAsync("1.0"))?["status"] is { } status && (int?)status["usedByCount"] == 0 && status["unusedSince"] is null);

        await Scene.ApplyPolicyAsync("suspend: false\n  " + Deletes);

        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
        await Eventually.InClusterAsync("it is used", async () => (int?)(await BackupAsync("1.0"))?["status"]!["usedByCount"] == 1);
        Assert.Equal((string?)before["metadata"]!["uid"], (string?)(await BackupAsync("1.0"))!["metadata"]!["uid"]);
        await ThereAsync("1.0");
    }

    [Fact]
    public async Task Registry_that_refuses_is_told()
    {
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        target.Faults.Add(new Fault { Method = "DELETE", Times = int.MaxValue, Effect = new FaultEffect { Status = 405 } });
        var scene = Scene.Between(target: target.Host);
        var backup = await CopyAndStopUsingAsync(scene);

        var message = await Scene.EventAsync("ImageKept", backup, "default");

        Assert.Contains("405", message, StringComparison.Ordinal);
        await GoneAsync(backup);
    }

    [Fact]
    public async Task Tag_that_another_writer_has_moved_stays()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var backup = (string)(await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied"))["metadata"]!["name"]!;
        var foreign = await World.PushAsync(
            World.Target, Scene.CopyOf(Scene.Name), "1.0", new SampleLayer($"{Scene.Name}-foreign", 10_000));

        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", Scene.Name, "--cascade=foreground", "--wait", "--timeout=60s");

        Assert.Contains("another writer", await Scene.EventAsync("ImageKept", backup, "default"), StringComparison.Ordinal);
        await GoneAsync(backup);
        Assert.Equal(foreign, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
    }

    private async Task<string> CopyAndStopUsingAsync(Scene scene)
    {
        await World.PushAsync(scene.Name, "1.0");
        await scene.ApplyPolicyAsync(Deletes);
        await World.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        var backup = await scene.BackupBecomesAsync(scene.Image(scene.Name, "1.0"), "Copied");
        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", scene.Name, "--cascade=foreground", "--wait", "--timeout=60s");
        return (string)backup["metadata"]!["name"]!;
    }

    private IEnumerable<(string Tag, string Kind, Func<string, string> Manifest)> Namers()
    {
        yield return ("job", "Job", _ => Scene.JobOrCronJob("Job", "job", Copy("job")));
        yield return ("cronjob", "CronJob", _ => Scene.JobOrCronJob("CronJob", "cronjob", Scene.Image(Scene.Name, "cronjob")));
        yield return ("set", "StatefulSet", _ => Scene.Workload("apps/v1", "StatefulSet", "set", Copy("set")));
        yield return ("replicas", "ReplicaSet", _ => Scene.Workload("apps/v1", "ReplicaSet", "replicas", Copy("replicas")));
        yield return ("pod", "Pod", digest => Pod("pod", $"image: '{World.Target.Host}/{Scene.CopyOf(Scene.Name)}@{digest}'"));
        yield return ("revision", "ControllerRevision", _ => $$"""
            apiVersion: apps/v1
            kind: ControllerRevision
            metadata: {name: revision, namespace: {{Scene.Name}} }
            revision: 1
            data: {spec: {template: {$patch: replace, spec: {initContainers: [{name: c0, image: '{{Copy("revision")}}'}] } } } }
            """);
        yield return ("direct", "Deployment", _ => Scene.Deployment("direct", Copy("direct")));
    }

    private string Pod(string name, string image) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: {{Scene.Name}} }
        spec: {containers: [{name: c0, {{image}} }]}
        """;

    private string Copy(string tag) => $"{World.Target.Host}/{Scene.CopyOf(Scene.Name)}:{tag}";

    private async Task<bool> HasAsync(string tag) => await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), tag) is not null;

    private async Task ThereAsync(string tag) => Assert.True(await HasAsync(tag), $"the copy of {tag} is gone");

    private async Task<System.Text.Json.Nodes.JsonNode?> BackupAsync(string tag) =>
        (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}"))
            .FirstOrDefault(backup => (string?)backup["spec"]!["source"] == Scene.Image(Scene.Name, tag));

    private async Task<string> NameAsync(string tag) => (string)(await BackupAsync(tag))!["metadata"]!["name"]!;

    private Task GoneAsync(string backup) => Eventually.InClusterAsync(
        "the backup goes", async () => await World.Kubectl.GetAsync("imagebackup", backup) is null);
}
