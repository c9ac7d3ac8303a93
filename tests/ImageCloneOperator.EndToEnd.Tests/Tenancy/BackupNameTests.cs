using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>Nobody keeps another's image from its backup by taking its name.</summary>
public sealed class BackupNameTests : SceneTests
{
    /// <summary>Earlier names ended in so much less of the hash.</summary>
    private const int Longer = 24;

    [Fact]
    public async Task Backup_of_earlier_name_stays_in_use()
    {
        await World.PushAsync(Scene.Name, "1.0");
        var image = Scene.Image(Scene.Name, "1.0");
        var earlier = ImageBackupName.For(Scene.Name, image)[..^Longer];
        await Scene.ApplyPolicyAsync();
        await ApplyBackupAsync(earlier, image);

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        await Eventually.InClusterAsync("the workload uses the backup", async () =>
            (int?)(await Scene.BackupAsync(image))["status"]!["usedByCount"] == 1);
        await Scene.ReleasedAsync("deployment", "web");
        Assert.Equal(earlier, Name(Assert.Single(await BackupsAsync(image))));
    }

    /// <summary>
    /// Earlier names ended in the first 32 bits of a hash over policy and image, and told neither separators nor letters' case apart: a
    /// search on one core found the second of these tags within half an hour.
    /// </summary>
    [Fact]
    public async Task Images_of_equal_short_hash_are_both_backed_up()
    {
        const string policy = "names";
        string[] tags = ["theimAGEThatevERybOdyneedSEVErYdAy", "theimagethateverybodyneedseveryday"];
        var registries = $"[{{host: r.example, mirror: '{World.Source.Host}'}}, {{host: '{World.Source.Host}', plainHttp: true}}]";
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: {{policy}} }
            spec:
              target: {registry: "{{World.Target.Host}}", repositoryPrefix: {{policy}}, plainHttp: true}
              namespaceSelector: {matchLabels: {scene: {{Scene.Name}} } }
              sources: {registries: {{registries}}}
            """);
        try
        {
            foreach (var (i, tag) in tags.Index())
            {
                await World.PushAsync("app", tag);
                await World.Kubectl.ApplyAsync(Scene.Deployment($"web-{i}", $"r.example/app:{tag}"));
                await Eventually.InClusterAsync($"{tag} is backed up", async () =>
                    (await BackupsAsync($"r.example/app:{tag}")).Any(backup => Scene.Is(backup, "Ready")));
            }
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "backuppolicy", policy, "--wait", "--timeout=60s");
        }
    }

    [Fact]
    public async Task Image_is_backed_up_although_another_image_has_its_earlier_name()
    {
        var image = await PushAsync("victim");
        await Scene.ApplyPolicyAsync();
        await ApplyBackupAsync(ImageBackupName.For(Scene.Name, image)[..^Longer], await PushAsync("attacker"));

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        await Scene.BackupAsync(image);
        await Scene.ReleasedAsync("deployment", "web");
    }

    [Fact]
    public async Task Name_that_another_image_has_is_told_and_other_images_are_backed_up()
    {
        var (image, other) = (await PushAsync("victim"), await PushAsync("other"));
        await Scene.ApplyPolicyAsync();
        var name = ImageBackupName.For(Scene.Name, image);
        await ApplyBackupAsync(name, await PushAsync("attacker"));

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image, other));

        await Scene.BackupAsync(other);
        Assert.Contains(name, await Scene.EventAsync("BackupRefused", "web"), StringComparison.Ordinal);
        Assert.Contains(name, Scene.Message(await Scene.PolicyBecomesAsync("RetryingAfterError")), StringComparison.Ordinal);

        await World.Kubectl.RunAsync("delete", "imagebackup", name);
        await Scene.BackupAsync(image);
        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    private async Task<string> PushAsync(string name)
    {
        await World.PushAsync($"{Scene.Name}/{name}", "1.0");
        return Scene.Image($"{Scene.Name}/{name}", "1.0");
    }

    private Task ApplyBackupAsync(string name, string image) => World.Kubectl.ApplyAsync($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: ImageBackup
        metadata:
          name: {{name}}
          labels: {imageclone.dev/policy: {{Scene.Name}} }
        spec: {policyName: {{Scene.Name}}, source: '{{image}}', target: '{{World.Target.Host}}/{{Scene.CopyOf(Repository(image))}}:1.0'}
        """);

    private static string Repository(string image) => image[(image.IndexOf('/') + 1)..image.LastIndexOf(':')];

    private async Task<IEnumerable<JsonNode>> BackupsAsync(string image) =>
        (await World.Kubectl.ListAsync("imagebackups")).Where(backup => (string?)backup["spec"]!["source"] == image);

    private static string? Name(JsonNode backup) => (string?)backup["metadata"]!["name"];
}
