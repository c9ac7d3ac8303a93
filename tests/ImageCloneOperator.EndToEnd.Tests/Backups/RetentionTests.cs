using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>What becomes of backups that nobody uses any more, that a person made, or that somebody deletes.</summary>
public sealed class RetentionTests : SceneTests
{
    [Fact]
    public async Task A_backup_that_nobody_uses_goes_and_its_image_stays()
    {
        await CopyAndStopUsingAsync("retention: {unusedFor: 1s}");

        await Eventually.InClusterAsync("the backup goes", async () => (await BackupsAsync()).Count == 0);
        Assert.Contains(Image, await Scene.EventAsync("Pruned", Scene.Name, "default"), StringComparison.Ordinal);
        Assert.NotNull(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
    }

    [Fact]
    public async Task Its_image_goes_too_where_that_is_asked_for()
    {
        await CopyAndStopUsingAsync("retention: {unusedFor: 1s, deleteImages: true}");

        await Eventually.InClusterAsync("the backup goes", async () => (await BackupsAsync()).Count == 0);
        Assert.Null(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
    }

    [Fact]
    public async Task A_backup_that_is_deleted_while_its_image_is_used_comes_back()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));
        var first = (await Scene.BackupBecomesAsync(Image, "Copied"))["metadata"]!;

        await World.Kubectl.RunAsync("delete", "imagebackup", (string)first["name"]!, "--wait=false");

        await Eventually.InClusterAsync("it is there anew", async () => (await BackupsAsync()).Any(backup =>
            (string?)backup["metadata"]!["uid"] != (string?)first["uid"] && Scene.Is(backup, "Ready")));
    }

    [Fact]
    public async Task A_backup_that_a_person_made_is_copied_and_stays()
    {
        await World.PushAsync(Scene.Name, "by-hand");
        await Scene.ApplyPolicyAsync("retention: {unusedFor: 0s}");
        await HandMadeAsync($"{World.Target.Host}/{Scene.Name}/my/copy:1");

        var backup = await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "by-hand"), "Copied");

        Assert.Equal(0, (int)backup["status"]!["usedByCount"]!);
        Assert.NotNull(await World.DigestAsync(World.Target, $"{Scene.Name}/my/copy", "1"));
        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
        Assert.NotNull(await World.Kubectl.GetAsync("imagebackup", Scene.Name));
        await World.Kubectl.RunAsync("delete", "imagebackup", Scene.Name, "--wait", "--timeout=60s");
    }

    [Fact]
    public async Task A_backup_that_a_person_made_must_lie_under_its_policys_target_and_waits_while_that_is_suspended()
    {
        await World.PushAsync(Scene.Name, "by-hand");
        await Scene.ApplyPolicyAsync("suspend: true");
        await HandMadeAsync($"{World.Target.Host}/elsewhere:1");
        Assert.True(Scene.Is(await Scene.PolicyBecomesAsync("Suspended"), "Stalled"));
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "by-hand"), "Suspended");

        await Scene.ApplyPolicyAsync("suspend: false");

        var backup = await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "by-hand"), "InvalidSpec");
        Assert.Contains("spec.target", Scene.Message(backup), StringComparison.Ordinal);
        Assert.Contains($"{World.Target.Host}/{Scene.Name}", Scene.Message(backup), StringComparison.Ordinal);
        await World.Kubectl.RunAsync("delete", "imagebackup", Scene.Name, "--wait", "--timeout=60s");
    }

    private string Image => Scene.Image(Scene.Name, "1.0");

    private Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> BackupsAsync() =>
        World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}");

    private Task HandMadeAsync(string target) => World.Kubectl.ApplyAsync($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: ImageBackup
        metadata: {name: {{Scene.Name}} }
        spec: {policyName: {{Scene.Name}}, source: "{{Scene.Image(Scene.Name, "by-hand")}}", target: "{{target}}", recopy: WhenMissing, interval: 15m}
        """);

    private async Task CopyAndStopUsingAsync(string retention)
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync(retention);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));
        await Scene.BackupBecomesAsync(Image, "Copied");
        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", Scene.Name, "--wait", "--timeout=60s");
    }
}
