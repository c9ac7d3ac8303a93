using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>What people see while images are copied.</summary>
public sealed class ProgressTests : SceneTests
{
    /// <summary>More than the operator copies at the same time.</summary>
    private const int Many = 20;

    [Fact]
    public async Task Policy_and_backups_tell_how_far_they_are_from_the_first_to_the_last()
    {
        await using var source = await HeldSource.StartAsync();
        var scene = Scene.Between(source: source.Host);
        var tags = Enumerable.Range(0, Many).Select(i => $"1.{i}").ToList();
        foreach (var tag in tags) await source.PushAsync(scene.Name, tag);
        await scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(scene.Deployment("web", tags.Select(tag => scene.Image(scene.Name, tag))));

        await Eventually.InClusterAsync("some are copied while others wait", async () =>
        {
            var reasons = (await BackupsAsync()).Select(backup => (string?)Scene.Condition(backup, "Ready")?["reason"]).ToList();
            return reasons.Contains("Copying") && reasons.Contains("Pending") && reasons.Count == Many;
        });
        var policy = await scene.PolicyBecomesAsync("Progressing");
        Assert.True(Scene.Is(policy, "Reconciling"));
        source.Release();

        policy = await AllImagesAsync(scene);
        Assert.Equal($"{Many} of {Many} images are backed up", Scene.Message(policy));
        Assert.True((long)policy["status"]!["bytes"]! > Many * 20_000);
        await scene.ReleasedAsync("deployment", "web");
    }

    [Fact]
    public async Task Kubectl_shows_columns_for_people_and_knows_the_short_names()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var backup = await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied");
        await Eventually.InClusterAsync("the policy has counted", async () => (await Columns("ibp", Scene.Name))["IMAGES"] == "1/1");

        var row = await Columns("ib", (string)backup["metadata"]!["name"]!);
        Assert.Equal(
            (Scene.Image(Scene.Name, "1.0"), "True", "Copied", "100%", (string)backup["status"]!["size"]!, "1"),
            (row["SOURCE"], row["READY"], row["REASON"], row["PROGRESS"], row["SIZE"], row["USED-BY"]));
        Assert.Equal(
            (string?)backup["status"]!["target"]!["digest"],
            (await Columns("imgbak", (string)backup["metadata"]!["name"]!, "-o", "wide"))["DIGEST"]);
        var policy = await Columns("ibp", Scene.Name);
        Assert.Equal((World.Target.Host, "True", "0"), (policy["TARGET"], policy["READY"], policy["FAILED"]));
        Assert.Contains(Scene.Name, await World.Kubectl.RunAsync("get", "imageclone"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_on_the_policy_copies_all_its_images_anew()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await World.PushAsync(Scene.Name, "2.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0"), Scene.Image(Scene.Name, "2.0")));
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied");
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "2.0"), "Copied");
        var first = await World.PushAsync(Scene.Name, "1.0", new SampleLayer("moved-1", 30_000));
        var second = await World.PushAsync(Scene.Name, "2.0", new SampleLayer("moved-2", 30_000));

        await World.Kubectl.RunAsync("annotate", "backuppolicy", Scene.Name, "imageclone.dev/recopy-requested-at=today");

        await Eventually.InClusterAsync("both are new", async () =>
            await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0") == first
            && await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "2.0") == second);
    }

    [Fact]
    public async Task A_quiet_cluster_costs_nothing()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var name = (string)(await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied"))["metadata"]!["name"]!;
        // It may say so of the time before there was anything to back up.
        await Eventually.InClusterAsync(
            "the policy has counted",
            async () => (await Scene.PolicyBecomesAsync("AllImagesBackedUp"))["status"] is { } status
                && (int?)status["images"]!["ready"] == 1
                && (int?)status["unprotected"]?["images"] == 0);
        await Scene.ReleasedAsync("deployment", "web");
        var before = (await VersionAsync("imagebackup", name), await VersionAsync("backuppolicy", Scene.Name));

        // As much work as there is elsewhere meanwhile, none of it is here.
        await using var other = await Scene.CreateAsync(World);
        await World.PushAsync(other.Name, "1.0");
        await other.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(other.Deployment("web", other.Image(other.Name, "1.0")));
        await other.BackupBecomesAsync(other.Image(other.Name, "1.0"), "Copied");
        await other.PolicyBecomesAsync("AllImagesBackedUp");

        Assert.Equal(before, (await VersionAsync("imagebackup", name), await VersionAsync("backuppolicy", Scene.Name)));
    }

    private async Task<string?> VersionAsync(string kind, string name) =>
        (string?)(await World.Kubectl.GetAsync(kind, name))!["metadata"]!["resourceVersion"];

    private Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> BackupsAsync() =>
        World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}");

    private static async Task<System.Text.Json.Nodes.JsonNode> AllImagesAsync(Scene scene)
    {
        System.Text.Json.Nodes.JsonNode policy = null!;
        await Eventually.InClusterAsync("all are counted", async () =>
            (int?)(policy = await scene.PolicyBecomesAsync("AllImagesBackedUp"))["status"]!["images"]!["total"] == Many);
        return policy;
    }

    private async Task<Dictionary<string, string>> Columns(string kind, string name, params string[] more)
    {
        var lines = (await World.Kubectl.RunAsync(["get", kind, name, .. more])).Split('\n');
        var (header, row) = (lines[0], lines[1].PadRight(lines[0].Length));
        var starts = header.Index().Where(c => c.Item != ' ' && (c.Index == 0 || header[c.Index - 1] == ' ')).Select(c => c.Index).ToList();
        return starts.Zip(starts.Skip(1).Append(row.Length)).ToDictionary(
            column => header[column.First..Math.Min(column.Second, header.Length)].Trim(),
            column => row[column.First..column.Second].Trim());
    }
}
