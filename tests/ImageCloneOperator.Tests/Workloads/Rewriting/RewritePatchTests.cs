using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Tests.Workloads.Rewriting;

/// <summary>What is written to a workload, taken by a real API server.</summary>
public sealed class RewritePatchTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const string Copies = "r.io/docker.io/library";

    private readonly string _name = $"web-{Guid.NewGuid():N}";

    [Fact]
    public async Task Images_change_in_one_write_and_their_order_stays()
    {
        await OwnAsync("nginx:1", "redis:7", "busybox:1");

        await StepAsync(("c0", "nginx:1"), ("c2", "busybox:1"));

        Assert.Equal([$"{Copies}/nginx:1", "redis:7", $"{Copies}/busybox:1"], Images(await LiveAsync()));
        Assert.Null(RewritePatch.Next(await LiveAsync(), await PlanAsync(("c0", "nginx:1"), ("c2", "busybox:1"))));
    }

    [Fact]
    public async Task Others_own_what_they_owned_before()
    {
        await OwnAsync("nginx:1");
        var before = (await LiveAsync()).Json["metadata"]!["managedFields"]!.AsArray().Select(entry => entry!.ToJsonString()).ToList();
        await StepAsync(("c0", "nginx:1"));
        Assert.True(ManagedFields.HasOurs(await LiveAsync()));

        await StepAsync();
        await StepAsync();

        var live = await LiveAsync();
        Assert.Equal(["nginx:1"], Images(live));
        Assert.Null(live.Annotation(WellKnown.OriginalImagesAnnotation));
        // But for the image, which nobody owns now, and its owner takes back with the next apply.
        Assert.Equal(
            [.. before.Select(entry => entry.Replace("\"f:image\":{},", "", StringComparison.Ordinal))],
            live.Json["metadata"]!["managedFields"]!.AsArray().Select(entry => entry!.ToJsonString()));
        await OwnAsync("nginx:2");
    }

    [Fact]
    public async Task A_change_that_was_not_seen_is_not_overwritten()
    {
        await OwnAsync("nginx:1");
        var seen = await LiveAsync();
        var step = RewritePatch.Next(seen, Plan(seen, ("c0", "nginx:1")))!;
        await OwnAsync("nginx:2");

        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => PatchAsync(step.Patch));

        Assert.True(refusal.IsConflict);
        Assert.Equal(["nginx:2"], Images(await LiveAsync()));
    }

    [Fact]
    public async Task A_workload_that_is_gone_does_not_come_back()
    {
        await OwnAsync("nginx:1");
        var seen = await LiveAsync();
        await cluster.Client.DeleteAsync<StatefulSet>(_name, "default", null, CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(
            () => PatchAsync(RewritePatch.Next(seen, Plan(seen, ("c0", "nginx:1")))!.Patch));

        Assert.True(refusal.IsConflict);
        Assert.Null(await cluster.GetAsync<StatefulSet>(_name));
    }

    [Fact]
    public async Task Edited_annotation_takes_no_image_away()
    {
        await OwnAsync("nginx:1", "redis:7");
        await StepAsync(("c0", "nginx:1"));
        await PatchAsync(Patch.Merge(new()
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [WellKnown.OriginalImagesAnnotation] = null } },
        }) with
        {
            FieldManager = "somebody",
        });

        await StepAsync(("c1", "redis:7"));
        Assert.False(ManagedFields.HasOurs(await LiveAsync()));
        await StepAsync(("c1", "redis:7"));

        Assert.Equal([$"{Copies}/nginx:1", $"{Copies}/redis:7"], Images(await LiveAsync()));
        Assert.Equal("""{"c1":"redis:7"}""", (await LiveAsync()).Annotation(WellKnown.OriginalImagesAnnotation));
    }

    [Fact]
    public async Task A_container_that_is_renamed_takes_no_second_write()
    {
        await OwnAsync("nginx:1", "redis:7");
        await StepAsync(("c1", "redis:7"));
        var renamed = (await LiveAsync()).Json["spec"]!["template"]!["spec"]!["containers"]!.DeepClone().AsArray();
        (renamed[1]!["name"], renamed[1]!["image"]) = ("main", "redis:7");
        await PatchAsync(
            Patch.Json(JsonPatchOperation.Replace("/spec/template/spec/containers", renamed)) with { FieldManager = "somebody" });

        await StepAsync(("main", "redis:7"));

        Assert.Equal("""{"main":"redis:7"}""", (await LiveAsync()).Annotation(WellKnown.OriginalImagesAnnotation));
        Assert.Null(RewritePatch.Next(await LiveAsync(), await PlanAsync(("main", "redis:7"))));
    }

    [Fact]
    public async Task An_annotation_that_cannot_be_read_goes()
    {
        await OwnAsync("nginx:1");
        await PatchAsync(Patch.Merge(
            new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [WellKnown.OriginalImagesAnnotation] = "{" } } }));

        await StepAsync();

        Assert.Null((await LiveAsync()).Annotation(WellKnown.OriginalImagesAnnotation));
    }

    private async Task StepAsync(params (string Container, string Original)[] copies)
    {
        var live = await LiveAsync();
        await PatchAsync(RewritePatch.Next(live, Plan(live, copies))!.Patch);
    }

    private async Task<RewritePlan> PlanAsync(params (string, string)[] copies) => Plan(await LiveAsync(), copies);

    /// <summary>These containers run from their copies, and the others from their originals.</summary>
    private static RewritePlan Plan(UnstructuredWorkload live, params (string Container, string Original)[] copies) => new(
    [
        .. live.Workload.Images.Select(image =>
        {
            var copy = Array.Find(copies, copy => copy.Container == image.Container).Original;
            var original = copy ?? live.Workload.Original(image);
            return new ContainerRewrite(image.Container, image.Image, original, copy is null ? original : $"{Copies}/{copy}", "p", "");
        }),
    ]);

    private Task<StatefulSet> PatchAsync(Patch patch) =>
        cluster.Client.PatchAsync<StatefulSet>(_name, "default", patch, null, CancellationToken.None);

    private async Task<UnstructuredWorkload> LiveAsync() => (await UnstructuredWorkload.ReadAsync(
        cluster.Client, new WorkloadKey(WorkloadTypes.StatefulSet, "default", _name), CancellationToken.None))!;

    private Task<StatefulSet> OwnAsync(params string[] images) => cluster.ApplyAsync<StatefulSet>(
        $"{{apiVersion: apps/v1, kind: StatefulSet, metadata: {{name: {_name}, namespace: default}}, spec: {{selector: "
            + "{matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, "
            + $"spec: {{containers: [{string.Join(", ", images.Select((image, i) => $"{{name: c{i}, image: '{image}'}}"))}]}}}}}}}}");

    private static IEnumerable<string> Images(UnstructuredWorkload live) => live.Workload.Images.Select(image => image.Image);
}
