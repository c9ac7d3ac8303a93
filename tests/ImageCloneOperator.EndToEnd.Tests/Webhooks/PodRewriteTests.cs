using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Pods;
using ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;

namespace ImageCloneOperator.EndToEnd.Tests.Webhooks;

public sealed class PodRewriteTests : SceneTests
{
    private const string ModePod = "rewrite: {mode: Pod}, workloadKinds: [Deployment, DaemonSet, StatefulSet, Job, CronJob]";
    private const string Originals = RewriteScene.Originals;

    private PodScene Pods => new(World.Kubectl, Scene);

    private string Original => Scene.Image(Scene.Name, "1.0");

    private string Copy => $"{World.Target.Host}/{Scene.CopyOf(Scene.Name)}:1.0";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await World.PushAsync(Scene.Name, "1.0");
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("DaemonSet")]
    [InlineData("StatefulSet")]
    [InlineData("Job")]
    [InlineData("CronJob")]
    public async Task A_pod_of_each_kind_of_workload_runs_from_the_copy_and_keeps_its_original_in_the_annotation(string kind)
    {
        await BackedUpAsync(
            kind is "Job" or "CronJob" ? Scene.JobOrCronJob(kind, "web", Original) : Scene.Workload("apps/v1", kind, "web", Original));

        var pod = await CreatePodAsync(await OwnerAsync(kind), Original);

        Assert.Equal(Copy, Images(pod).Single());
        Assert.Equal(Original, (string?)JsonNode.Parse((string)pod["metadata"]!["annotations"]![Originals]!)!["c0"]);
    }

    [Fact]
    public async Task Pods_that_controllers_make_run_from_the_copies_and_the_owners_manifest_shows_no_difference()
    {
        var deployment = Scene.Deployment("web", Original);
        await BackedUpAsync(deployment);

        await World.Kubectl.RunAsync("delete", "pods", "-n", Scene.Name, "-l", "app=web", "--wait=false");

        await Eventually.InClusterAsync("all pods run from the copy", async () =>
            await World.Kubectl.ListAsync("pods", "app=web", Scene.Name) is { Count: > 0 } pods
            && pods.All(pod => Images(pod).Single() == Copy));
        var diff = await World.Kubectl.TryAsync(deployment, "diff", "-f", "-");
        Assert.Equal((0, ""), (diff.ExitCode, diff.Output));
        Assert.Equal(1, (int)(await World.Kubectl.GetAsync("deployment", "web", Scene.Name))!["metadata"]!["generation"]!);
        Assert.Contains(Scene.Name, await Scene.EventAsync("PodsRewritten", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_of_its_own_and_one_that_is_opted_out_are_left_alone()
    {
        await BackedUpAsync(Scene.Deployment("web", Original));
        var owner = await OwnerAsync("Deployment");

        Assert.Equal(Original, Images(await CreatePodAsync(null, Original)).Single());
        var skipped = await CreatePodAsync(
            owner, Original, pod => pod["metadata"]!["annotations"] = new JsonObject { ["imageclone.dev/skip"] = "true" });
        Assert.Equal(Original, Images(skipped).Single());
        Assert.Null(skipped["metadata"]!["annotations"]![Originals]);
        Assert.Equal(Copy, Images(await CreatePodAsync(owner, Original)).Single());

        await World.Kubectl.RunAsync("annotate", "namespace", Scene.Name, "imageclone.dev/skip=true");

        await Eventually.InClusterAsync(
            "pods of the namespace are left alone", async () => Images(await CreatePodAsync(owner, Original)).Single() == Original);
    }

    [Fact]
    public async Task The_policys_pull_secrets_are_added_once_beside_the_pods_own()
    {
        await BackedUpAsync(Scene.Deployment("web", Original), "rewrite: {mode: Pod, imagePullSecrets: [{name: copies}, {name: mine}]}");

        var pod = await CreatePodAsync(
            await OwnerAsync("Deployment"),
            Original,
            pod => pod["spec"]!["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = "mine" }));

        Assert.Equal(["mine", "copies"], pod["spec"]!["imagePullSecrets"]!.AsArray().Select(secret => (string?)secret!["name"]));
    }

    [Fact]
    public async Task Init_containers_image_volumes_and_sidecars_that_others_put_in_count_too_where_they_have_a_copy()
    {
        await World.PushAsync($"{Scene.Name}/side", "2.0");
        var sidecar = Scene.Image($"{Scene.Name}/side", "2.0");
        await BackedUpAsync(Scene.Deployment("web", Original));
        await World.Kubectl.ApplyAsync(Scene.Deployment("other", sidecar));
        await Scene.BackupAsync(sidecar);

        var pod = await CreatePodAsync(await OwnerAsync("Deployment"), Original, pod =>
        {
            pod["spec"]!["initContainers"] = new JsonArray(new JsonObject { ["name"] = "init", ["image"] = sidecar });
            pod["spec"]!["containers"]!.AsArray().Add(new JsonObject { ["name"] = "foreign", ["image"] = "registry.invalid/foreign:1" });
            pod["spec"]!["volumes"] = new JsonArray(
                new JsonObject { ["name"] = "data", ["image"] = new JsonObject { ["reference"] = sidecar } });
        });

        Assert.Equal([Copy, "registry.invalid/foreign:1"], Images(pod));
        var copy = $"{World.Target.Host}/{Scene.CopyOf($"{Scene.Name}/side")}:2.0";
        Assert.Equal(copy, (string?)pod["spec"]!["initContainers"]![0]!["image"]);
        Assert.Equal(
            copy, (string?)pod["spec"]!["volumes"]!.AsArray().Single(volume => (string?)volume!["name"] == "data")!["image"]!["reference"]);
        Assert.Equal(
            ["c0", "init", "volumes/data"],
            JsonNode.Parse((string)pod["metadata"]!["annotations"]![Originals]!)!.AsObject().Select(original => original.Key));
    }

    [Fact]
    public async Task Pod_whose_annotations_have_no_room_for_ours_goes_in_as_it_came_and_is_counted_and_told()
    {
        await BackedUpAsync(Scene.Deployment("web", Original));
        var owner = await OwnerAsync("Deployment");
        const string series = "imageclone_webhook_requests_total{result=\"TooLarge\",webhook=\"pods\"}";
        var before = await World.Operator.MetricAsync(series);

        var pod = await CreatePodAsync(owner, Original, pod => pod["metadata"]!["annotations"] = new JsonObject
        {
            ["note"] = new string('x', (256 << 10) - 20),
        });

        Assert.Equal(Original, Images(pod).Single());
        Assert.Null(pod["metadata"]!["annotations"]![Originals]);
        Assert.Contains("256 KiB", await Scene.EventAsync("PodsNotRewritten", "web"), StringComparison.Ordinal);
        Assert.Equal(before + 1, await World.Operator.MetricAsync(series));
        Assert.Equal(Copy, Images(await CreatePodAsync(owner, Original)).Single());
    }

    [Fact]
    public async Task Workload_whose_copies_admission_refuses_runs_from_its_sources_after_three_refusals_and_the_policy_says_so()
    {
        await BackedUpAsync(Scene.Deployment("idle", Original));
        await using var guard = await AdmissionGuard.StartAsync(
            World.Kubectl,
            Scene,
            "",
            "pods",
            pod => pod["metadata"]!["annotations"]?[Originals] is null ? null : "images may come only from the source");
        await guard.AskedAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: probe, namespace: {{Scene.Name}}, annotations: {{{Originals}}: '{}'} }
            spec: {containers: [{name: c0, image: probe}]}
            """);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Original));

        await Eventually.InClusterAsync("a pod has been refused, and the next one runs from its source", async () =>
        {
            if (!(await World.Kubectl.ListAsync("pods", "app=web", Scene.Name)).Any(pod => Images(pod).Single() == Original))
                return false;
            if ((await World.Kubectl.ListAsync("events", @namespace: Scene.Name)).Any(
                told => (string?)told["reason"] == "RewriteRefused"))
            {
                return true;
            }

            // One that came while the operator's webhook did not answer has never been refused.
            await World.Kubectl.RunAsync("delete", "pods", "-l", "app=web", "-n", Scene.Name, "--wait=false");
            return false;
        });
        Assert.Contains("only from the source", await Scene.EventAsync("RewriteRefused", "web"), StringComparison.Ordinal);
        Assert.Contains("Deployment", await Scene.EventAsync("RewriteRefused", Scene.Name, "default"), StringComparison.Ordinal);
        var refused = Scene.Condition((await World.Kubectl.GetAsync("backuppolicy", Scene.Name))!, "RewriteRefused")!;
        Assert.Equal(("True", "AdmissionDenied"), ((string?)refused["status"], (string?)refused["reason"]));
        Assert.Contains($"Deployment {Scene.Name}/web.", (string?)refused["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_is_not_ready_is_not_used()
    {
        var missing = Scene.Image(Scene.Name, "missing");
        await BackedUpAsync(Scene.Deployment("web", Original));
        await World.Kubectl.ApplyAsync(Scene.Deployment("other", missing));
        await Scene.BackupAsync(missing, "Stalled");

        var pod = await CreatePodAsync(await OwnerAsync("Deployment"), Original, pod =>
            pod["spec"]!["containers"]!.AsArray().Add(new JsonObject { ["name"] = "c1", ["image"] = missing }));

        Assert.Equal([Copy, missing], Images(pod));
        Assert.Contains("not all copies are ready", await Scene.EventAsync("PodsNotRewritten", "other"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_start_from_their_sources_while_the_webhook_is_away()
    {
        // Our configuration under another name, with nobody at its address.
        var away = JsonNode.Parse(
            await World.Kubectl.RunAsync("get", "mutatingwebhookconfiguration", "image-clone-operator", "-o", "json"))!;
        away["metadata"] = new JsonObject { ["name"] = Scene.Name };
        away["webhooks"]![0]!["clientConfig"]!["url"] = "https://127.0.0.1:1/mutate-pods";
        away["webhooks"]![0]!["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["scene"] = Scene.Name } };
        await World.Kubectl.ApplyAsync(away.ToJsonString());
        try
        {
            Assert.Equal(Original, Images(await CreatePodAsync(null, Original)).Single());
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "mutatingwebhookconfiguration", Scene.Name);
        }
    }

    private async Task BackedUpAsync(string manifest, string more = ModePod)
    {
        await Scene.ApplyPolicyAsync(more.Replace(", workloadKinds", "\n  workloadKinds", StringComparison.Ordinal));
        await World.Kubectl.ApplyAsync(manifest);
        await Scene.BackupAsync(Original);
    }

    private Task<JsonObject> OwnerAsync(string kind) => Pods.OwnerAsync(kind);

    private Task<JsonNode> CreatePodAsync(JsonObject? owner, string image, Action<JsonNode>? change = null) =>
        Pods.CreateAsync(owner, image, change);

    private static IEnumerable<string> Images(JsonNode pod) => PodScene.Images(pod);
}
