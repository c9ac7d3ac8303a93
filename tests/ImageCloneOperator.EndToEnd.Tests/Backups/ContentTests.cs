using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>What arrives in the target, and under which name.</summary>
public sealed class ContentTests : SceneTests
{
    [Theory]
    [InlineData("")]
    [InlineData(":1.0")]
    public async Task A_pinned_image_is_kept_under_its_anchor_whatever_its_tag_does(string tag)
    {
        var pinned = await World.PushAsync(Scene.Name, "1.0");
        await World.PushAsync(Scene.Name, "1.0", new SampleLayer("moved", 30_000));
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", $"{World.Source.Host}/{Scene.Name}{tag}@{pinned}"));

        await Scene.BackupBecomesAsync($"{World.Source.Host}/{Scene.Name}@{pinned}", "Copied");

        Assert.Equal(pinned, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), $"digest.{pinned.Replace(':', '-')}"));
        Assert.Null(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
    }

    [Fact]
    public async Task An_image_of_many_platforms_arrives_whole_with_what_refers_to_it()
    {
        var (index, signature) = await PushManyAsync();
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));

        var status = (await Scene.BackupBecomesAsync(Image, "Copied"))["status"]!;

        Assert.Equal(["linux/amd64", "linux/arm64"], status["platforms"]!.AsArray().Select(platform => (string?)platform));
        Assert.Equal(index.Digest, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        Assert.Equal(signature.Digest, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), signature.Digest));
    }

    [Fact]
    public async Task Without_referrers_the_image_travels_alone()
    {
        var (index, signature) = await PushManyAsync();
        await Scene.ApplyPolicyAsync("images: {referrers: false}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));

        await Scene.BackupBecomesAsync(Image, "Copied");

        Assert.Equal(index.Digest, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        Assert.Null(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), signature.Digest));
    }

    [Fact]
    public async Task Only_the_platforms_that_are_asked_for_arrive()
    {
        var (index, _) = await PushManyAsync();
        await Scene.ApplyPolicyAsync("images: {platforms: [linux/arm64]}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));

        var status = (await Scene.BackupBecomesAsync(Image, "Copied"))["status"]!;

        Assert.Equal(["linux/arm64"], status["platforms"]!.AsArray().Select(platform => (string?)platform));
        Assert.Equal(index.Digest, (string?)status["source"]!["digest"]);
        Assert.Equal((string?)status["target"]!["digest"], await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        Assert.NotEqual(index.Digest, (string?)status["target"]!["digest"]);
    }

    [Fact]
    public async Task The_flat_layout_needs_no_nested_repositories()
    {
        var digest = await World.PushAsync($"{Scene.Name}/team/app", "1.0");
        await Scene.ApplyPolicyAsync(target: "layout: Flat");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image($"{Scene.Name}/team/app", "1.0")));

        await Scene.BackupBecomesAsync(Scene.Image($"{Scene.Name}/team/app", "1.0"), "Copied");

        var flat = $"{Scene.Name}/{World.Source.Host.Replace(":", "__", StringComparison.Ordinal)}_{Scene.Name}_team_app";
        Assert.Equal(digest, await World.DigestAsync(World.Target, flat, "1.0"));
    }

    [Fact]
    public async Task A_copy_that_was_there_before_the_operator_and_differs_is_left_counts_and_is_said_so()
    {
        await World.PushAsync(Scene.Name, "1.0");
        var before = await World.PushAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0", new SampleLayer("before", 30_000));
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));

        var backup = await Scene.BackupBecomesAsync(Image, "Adopted");

        Assert.True(Scene.Is(backup, "Ready"));
        Assert.True((bool)backup["status"]!["target"]!["found"]!);
        Assert.True(Scene.Is(backup, "SourceMoved"));
        Assert.Equal(before, (string?)backup["status"]!["target"]!["digest"]);
        Assert.Equal(before, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        await Scene.EventAsync("SourceMoved", (string)backup["metadata"]!["name"]!, "default");
    }

    [Fact]
    public async Task One_registry_may_be_source_and_target()
    {
        var digest = await World.PushAsync(World.Target, $"outside-{Scene.Name}", "1.0");
        var scene = Scene.Between(source: World.Target.Host);
        var (there, missing) = (scene.Image($"outside-{Scene.Name}", "1.0"), scene.Image($"outside-{Scene.Name}", "missing"));
        await scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(scene.Deployment("web", there, missing));

        await scene.BackupBecomesAsync(there, "Copied");
        Assert.Equal(digest, await World.DigestAsync(World.Target, scene.CopyOf($"outside-{Scene.Name}"), "1.0"));
        await scene.BackupBecomesAsync(missing, "SourceNotFound");
    }

    private string Image => Scene.Image(Scene.Name, "1.0");

    private async Task<(SampleManifest Index, SampleManifest Signature)> PushManyAsync()
    {
        var samples = World.Samples(World.Source, Scene.Name);
        var index = await samples.MultiPlatformAsync("1.0", ["linux/amd64", "linux/arm64"], [new SampleLayer("shared", 20_000)], 10_000);
        return (index, await samples.CosignTagAsync(index));
    }
}
