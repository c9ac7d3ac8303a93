using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>A backup is Ready only while the target has what was copied: all of it, and under its tag.</summary>
public sealed class TargetTruthTests : SceneTests
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("manifests")]
    [InlineData("blobs")]
    public async Task Copy_that_has_lost_a_part_is_made_whole_again(string kind)
    {
        var image = await PushIndexAsync();
        await BackUpAsync("verifyInterval: 1s");
        var part = kind == "manifests" ? image.Child : image.Layer;
        Assert.True(await HasAsync(kind, part));
        await DeleteAsync(kind, part);
        Assert.False(await HasAsync(kind, part));

        await Eventually.InClusterAsync("the part is back", () => HasAsync(kind, part));

        var backup = await Scene.BackupBecomesAsync(Image, "Copied");
        Assert.Contains(part, await Scene.EventAsync("CopyMissing", NameOf(backup), "default"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_was_found_broken_is_copied_over()
    {
        var image = await PushIndexAsync();
        await BackUpAsync("verifyInterval: 24h");
        await DeleteAsync("manifests", image.Child);
        var name = NameOf(await Scene.BackupAsync(Image));

        await World.Kubectl.RunAsync("delete", "imagebackup", name, "--wait", "--timeout=60s");

        await Eventually.InClusterAsync("the part is back", () => HasAsync("manifests", image.Child));
        await Scene.BackupBecomesAsync(Image, "Copied");
    }

    [Theory]
    [InlineData("verifyInterval: 1s")]
    [InlineData("tagRules: [{tags: ['*'], recopy: Always, interval: 1s}]")]
    public async Task Foreign_content_under_the_tag_is_told_and_the_tag_is_set_back(string rule)
    {
        var ours = await World.PushAsync(Scene.Name, "1.0");
        await BackUpAsync(rule);

        var foreign = await PushForeignAsync();

        await Eventually.InClusterAsync("the tag is set back", async () => await TagAsync() == ours);
        var backup = await Scene.BackupAsync(Image);
        var told = await Scene.EventAsync("TargetChanged", NameOf(backup), "default");
        Assert.Contains(foreign, told, StringComparison.Ordinal);
        await BecomesAsync("TargetChanged", "False", "TagRestored");
        backup = await Scene.BackupBecomesAsync(Image, "Copied");
        Assert.Null(Scene.Condition(backup, "SourceMoved"));
        Assert.Equal(ours, (string?)backup["status"]!["target"]!["digest"]);
    }

    [Fact]
    public async Task Foreign_content_that_is_to_be_kept_stays_and_the_copy_stays_reachable_and_in_use()
    {
        var ours = await World.PushAsync(Scene.Name, "1.0");
        await BackUpAsync("verifyInterval: 1s\n  rewrite: {mode: Workload}", "onConflict: Keep");

        var foreign = await PushForeignAsync();

        await BecomesAsync("TargetChanged", "True", "TagReplaced");
        Assert.Equal(foreign, await TagAsync());
        Assert.Equal(ours, await World.DigestAsync(World.Target, Copy, $"digest.{ours.Replace(':', '-')}"));
        Assert.True(Scene.Is(await Scene.BackupAsync(Image), "Ready"));
        await Eventually.InClusterAsync("the workload runs from the copy's digest", async () =>
            (string?)(await World.Kubectl.GetAsync(
                "deployment", "web", Scene.Name))!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]
            == $"{World.Target.Host}/{Copy}:1.0@{ours}");

        await Scene.ApplyPolicyAsync("verifyInterval: 1s", "onConflict: Restore");
        await Eventually.InClusterAsync("the tag is set back", async () => await TagAsync() == ours);
    }

    [Fact]
    public async Task Foreign_content_under_a_tag_that_does_not_move_is_told_and_the_copy_is_anchored()
    {
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        var scene = Scene.Between(target: target.Host);
        var ours = await World.PushAsync(Scene.Name, "1.0");
        await scene.ApplyPolicyAsync("verifyInterval: 1s");
        await World.Kubectl.ApplyAsync(scene.Deployment("web", Image));
        await scene.BackupBecomesAsync(Image, "Copied");
        await new SampleRepository(target.Samples, Copy).ImageAsync(new SampleImage(new SampleLayer("foreign", 20_000)), "1.0");
        target.Quirks = new RegistryQuirks { ImmutableTags = 409 };

        var told = (string)(await BecomesAsync("TargetChanged", "True", "TagReplaced"))["message"]!;

        Assert.Contains("immutable", told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(ours, told, StringComparison.Ordinal);
        using var answer = await Http.GetAsync(
            new Uri($"http://{target.Host}/v2/{Copy}/manifests/digest.{ours.Replace(':', '-')}"));
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Second_backup_with_the_same_target_and_another_source_is_refused()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(HandMade("first", "1.0"));
        await Scene.BackupBecomesAsync(Image, "Copied");

        var refused = await World.Kubectl.TryAsync(HandMade("second", "2.0"), "apply", "-f", "-");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains($"{Scene.Name}-first", refused.Errors, StringComparison.Ordinal);
        await World.Kubectl.RunAsync("delete", "imagebackup", $"{Scene.Name}-first", "--wait", "--timeout=60s");
    }

    private string Image => Scene.Image(Scene.Name, "1.0");

    private string Copy => Scene.CopyOf(Scene.Name);

    private string HandMade(string name, string tag) => $$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: ImageBackup
        metadata: {name: {{Scene.Name}}-{{name}} }
        spec: {policyName: {{Scene.Name}}, source: "{{Scene.Image(Scene.Name, tag)}}", target: "{{World.Target.Host}}/{{Scene.Name}}/one:1", recopy: WhenMissing, interval: 15m}
        """;

    private static string NameOf(JsonNode backup) => (string)backup["metadata"]!["name"]!;

    private async Task<(string Child, string Layer)> PushIndexAsync()
    {
        await World.Samples(World.Source, Scene.Name).MultiPlatformAsync(
            "1.0", ["linux/amd64", "linux/arm64"], [new SampleLayer(Scene.Name, 20_000)], ownSize: 10_000);
        var index = await ReadAsync("1.0");
        var child = (string)index["manifests"]![1]!["digest"]!;
        return (child, (string)(await ReadAsync(child))["layers"]![0]!["digest"]!);
    }

    private async Task<JsonNode> ReadAsync(string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(World.Source.Address, $"v2/{Scene.Name}/manifests/{reference}"));
        request.Headers.TryAddWithoutValidation("Accept", $"{SampleMediaTypes.OciManifest}, {SampleMediaTypes.OciIndex}");
        using var answer = await Http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private async Task BackUpAsync(string more, string target = "layout: Nested")
    {
        await Scene.ApplyPolicyAsync(more, target);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));
        await Scene.BackupBecomesAsync(Image, "Copied");
    }

    private Task<string> PushForeignAsync() => World.PushAsync(World.Target, Copy, "1.0", new SampleLayer("foreign", 30_000));

    private Task<string?> TagAsync() => World.DigestAsync(World.Target, Copy, "1.0");

    private Uri PartAt(string kind, string digest) => new(World.Target.Address, $"v2/{Copy}/{kind}/{digest}");

    private async Task<bool> HasAsync(string kind, string digest)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, PartAt(kind, digest));
        request.Headers.TryAddWithoutValidation("Accept", SampleMediaTypes.OciManifest);
        using var answer = await Http.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    private async Task DeleteAsync(string kind, string digest)
    {
        using var answer = await Http.DeleteAsync(PartAt(kind, digest));
        Assert.True(answer.IsSuccessStatusCode, $"DELETE {kind}/{digest}: {answer.StatusCode}");
    }

    private async Task<JsonNode> BecomesAsync(string condition, string status, string reason)
    {
        JsonNode? found = null;
        await Eventually.InClusterAsync($"{condition} is {status}: {reason}", async () =>
        {
            found = Scene.Condition(await Scene.BackupAsync(Image), condition);
            return (string?)found?["status"] == status && (string?)found["reason"] == reason;
        });
        return found!;
    }
}
