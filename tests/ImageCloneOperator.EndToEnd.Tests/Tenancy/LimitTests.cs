using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>A tenant's images are bounded in number and size, and what was a mistake leaves nothing behind.</summary>
public sealed class LimitTests : SceneTests
{
    [Fact]
    public async Task Images_beyond_the_limit_are_left_out_and_told_and_those_that_have_a_backup_keep_it()
    {
        string[] images = [await PushAsync("a"), await PushAsync("b"), await PushAsync("c"), await PushAsync("d")];
        await Scene.ApplyPolicyAsync("limits: {imagesPerNamespace: 2}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("first", images[2]));
        await Scene.BackupAsync(images[2]);

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", images));

        await Scene.BackupAsync(images[0]);
        var note = await Scene.EventAsync("ImagesLeftOut", "web");
        Assert.Contains($"{images[1]}, {images[3]}", note, StringComparison.Ordinal);
        await Eventually.InClusterAsync("the policy counts what is left out", async () =>
            await World.Kubectl.GetAsync("backuppolicy", Scene.Name) is { } policy
            && (int?)policy["status"]!["images"]!["leftOut"] == 2 && Scene.Is(policy, "Ready"));
        Assert.Equal([images[0], images[2]], (await BackupsAsync()).Order(StringComparer.Ordinal));
        await Scene.ReleasedAsync("deployment", "web");
    }

    [Fact]
    public async Task Image_that_is_larger_than_its_policy_allows_is_not_copied()
    {
        var image = await PushAsync("large");
        await Scene.ApplyPolicyAsync("limits: {bytesPerImage: 10000}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        Assert.Contains(
            "no more than 9.8 KiB", Scene.Message(await Scene.BackupBecomesAsync(image, "LimitReached")), StringComparison.Ordinal);
        Assert.True(Scene.Is(await Scene.PolicyBecomesAsync("ImagesFailed"), "Ready"));
    }

    [Fact]
    public async Task Copies_of_a_namespace_end_where_its_bytes_do()
    {
        var (first, second) = (await PushAsync("first"), await PushAsync("second"));
        await Scene.ApplyPolicyAsync("limits: {bytesPerNamespace: 30000}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", first));
        await Scene.BackupAsync(first);

        await World.Kubectl.ApplyAsync(Scene.Deployment("more", second));

        await Scene.BackupBecomesAsync(second, "LimitReached");
    }

    [Fact]
    public async Task Backup_of_a_name_that_was_corrected_goes_at_once()
    {
        var image = await PushAsync("app");
        var typo = image.Replace("/app:", "/ap:", StringComparison.Ordinal);
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", typo));
        await Scene.BackupBecomesAsync(typo, "SourceNotFound");

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        await Scene.BackupAsync(image);
        await Eventually.InClusterAsync("nothing is left of the typo", async () => !(await BackupsAsync()).Contains(typo));
        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    private async Task<string> PushAsync(string name)
    {
        await World.PushAsync($"{Scene.Name}/{name}", "1.0", new SampleLayer($"{Scene.Name}-{name}", 20_000));
        return Scene.Image($"{Scene.Name}/{name}", "1.0");
    }

    private async Task<IReadOnlyList<string>> BackupsAsync() =>
        [.. (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}")).Select(Source)];

    private static string Source(JsonNode backup) => (string)backup["spec"]!["source"]!;
}
