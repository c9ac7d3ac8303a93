using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>Another writer, such as a GitOps tool that heals itself, wants the original images too.</summary>
public sealed class WorkloadRewriteContestTests : SceneTests
{
    private const string Rewriting = "rewrite: {mode: Workload}";
    private const string Contested = "imageclone.dev/rewrite-contested";

    private RewriteScene _rewrites = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _rewrites = new RewriteScene(World.Kubectl, Scene);
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync(Rewriting);
        await HealAsync("1.0");
    }

    [Fact]
    public async Task After_three_rounds_the_operator_gives_way_and_says_so_until_the_annotation_goes()
    {
        await LoseAsync();

        Assert.Contains(
            "healer keeps putting the original images back", await Scene.EventAsync("RewriteContested", "web"), StringComparison.Ordinal);
        var condition = await ConditionAsync(expected: true);
        Assert.Equal("AnotherWriter", (string?)condition!["reason"]);
        Assert.Contains($"Deployment {Scene.Name}/web", (string?)condition["message"], StringComparison.Ordinal);
        var web = await _rewrites.HasAsync("deployment", "web", Image("1.0"));
        Assert.Equal("healer", (string?)JsonNode.Parse((string)web["metadata"]!["annotations"]![Contested]!)!["by"]);

        await World.Kubectl.RunAsync("annotate", "deployment", "web", "-n", Scene.Name, $"{Contested}-");
        await _rewrites.HasAsync("deployment", "web", Copy("1.0"));
        await ConditionAsync(expected: false);
    }

    [Fact]
    public async Task A_new_image_of_the_owner_ends_it()
    {
        await LoseAsync();
        await World.PushAsync(Scene.Name, "2.0");

        await HealAsync("2.0");

        await _rewrites.HasAsync("deployment", "web", Copy("2.0"));
        await ConditionAsync(expected: false);
        Assert.Null((await _rewrites.WorkloadAsync("deployment", "web"))["metadata"]!["annotations"]![Contested]);
    }

    [Fact]
    public async Task A_policy_that_rewrites_no_more_ends_it()
    {
        await LoseAsync();
        await ConditionAsync(expected: true);

        await Scene.ApplyPolicyAsync("rewrite: {mode: Pod}");

        await _rewrites.CleanAsync("deployment", "web", Image("1.0"));
        await ConditionAsync(expected: false);
    }

    [Fact]
    public async Task A_writer_who_replaces_the_whole_object_is_noticed_too()
    {
        for (var round = 0; round < 3; round++)
        {
            await _rewrites.HasAsync("deployment", "web", Copy("1.0"));
            (await World.Kubectl.TryAsync(Scene.Deployment("web", Image("1.0")), "replace", "-f", "-")).Require();
        }

        Assert.Contains(
            "kubectl-replace keeps putting the original images back",
            await Scene.EventAsync("RewriteContested", "web"),
            StringComparison.Ordinal);
        await _rewrites.HasAsync("deployment", "web", Image("1.0"));
    }

    [Fact]
    public async Task An_owner_who_applies_new_images_is_no_other_writer()
    {
        foreach (var tag in new[] { "2.0", "3.0", "4.0", "5.0" })
        {
            await World.PushAsync(Scene.Name, tag);
            await HealAsync(tag);
            await _rewrites.HasAsync("deployment", "web", Copy(tag));
        }
    }

    private async Task LoseAsync()
    {
        for (var round = 0; round < 3; round++)
        {
            await _rewrites.HasAsync("deployment", "web", Copy("1.0"));
            await HealAsync("1.0");
        }

        await Eventually.InClusterAsync("the operator gives way", async () =>
            (await _rewrites.WorkloadAsync("deployment", "web"))["metadata"]!["annotations"] is { } annotations
            && annotations[Contested] is not null && annotations[RewriteScene.Originals] is null);
        Assert.Equal([Image("1.0")], RewriteScene.Images(await _rewrites.WorkloadAsync("deployment", "web")));
    }

    private async Task HealAsync(string tag) => (await World.Kubectl.TryAsync(
        Scene.Deployment("web", Image(tag)), "apply", "--server-side", "--force-conflicts", "--field-manager=healer", "-f", "-")).Require();

    private async Task<JsonNode?> ConditionAsync(bool expected)
    {
        JsonNode? condition = null;
        await Eventually.InClusterAsync($"the policy {(expected ? "has" : "does not have")} RewriteContested", async () =>
            ((condition =
                Scene.Condition((await World.Kubectl.GetAsync("backuppolicy", Scene.Name))!, "RewriteContested")) is not null) == expected);
        return condition;
    }

    private string Image(string tag) => Scene.Image(Scene.Name, tag);

    private string Copy(string tag) => $"{World.Target.Host}/{Scene.CopyOf(Scene.Name)}:{tag}";
}
