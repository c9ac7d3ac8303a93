using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Pods;

namespace ImageCloneOperator.EndToEnd.Tests.Webhooks;

/// <summary>Containers of pods that no template names.</summary>
public sealed class AddedContainerTests : SceneTests
{
    private readonly List<string> _byHand = [];

    private string Original => Scene.Image(Scene.Name, "1.0");

    private string Copy => $"{World.Target.Host}/{Scene.CopyOf(Scene.Name)}:1.0";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await World.PushAsync(Scene.Name, "1.0");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        // What a person has made outlives its policy.
        foreach (var image in _byHand)
            await World.Kubectl.RunAsync("delete", "imagebackup", $"{Scene.Name}-{image}", "--ignore-not-found", "--wait=false");
    }

    [Fact]
    public async Task Sidecar_that_another_webhook_puts_in_runs_from_the_copy_of_a_backup_that_somebody_made_by_hand()
    {
        await BackedUpAsync();
        var pods = new PodScene(World.Kubectl, Scene);
        var copy = await BackedUpByHandAsync("proxy");
        await using var injector = await SidecarInjector.StartAsync(World.Kubectl, Scene, Scene.Image($"{Scene.Name}/proxy", "1"));
        var owner = await pods.OwnerAsync("Deployment");

        await Eventually.InClusterAsync("a new pod runs from copies alone, and keeps both originals", async () =>
        {
            var pod = await pods.CreateAsync(owner, Original);
            return PodScene.Images(pod).SequenceEqual([Copy, copy])
                && JsonNode.Parse((string)pod["metadata"]!["annotations"]![RewriteScene.Originals]!)!.AsObject().Count == 2;
        });
    }

    [Fact]
    public async Task Debug_container_runs_from_the_copy_of_its_image()
    {
        await BackedUpAsync();
        var copy = await BackedUpByHandAsync("tools");
        // One that the cluster's controllers have made: they delete those whose owner there is not.
        var pod = (string)(await World.Kubectl.ListAsync("pods", "app=web", Scene.Name)).Single()["metadata"]!["name"]!;

        await DebugAsync("tools", Scene.Image($"{Scene.Name}/tools", "1"));
        await DebugAsync("other", "registry.invalid/tools:1");

        var containers = (await World.Kubectl.GetAsync("pod", pod, Scene.Name))!["spec"]!["ephemeralContainers"]!.AsArray();
        Assert.Equal([copy, "registry.invalid/tools:1"], containers.Select(container => (string?)container!["image"]));

        Task<string> DebugAsync(string name, string image) => World.Kubectl.RunAsync(
            "debug", pod, "-n", Scene.Name, $"--image={image}", $"--container={name}", "--attach=false", "--profile=general");
    }

    private async Task BackedUpAsync()
    {
        await Scene.ApplyPolicyAsync("rewrite: {mode: Pod}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Original));
        await Scene.BackupAsync(Original);
    }

    /// <returns>The copy.</returns>
    private async Task<string> BackedUpByHandAsync(string image)
    {
        await World.PushAsync($"{Scene.Name}/{image}", "1");
        _byHand.Add(image);
        var copy = $"{World.Target.Host}/{Scene.CopyOf($"{Scene.Name}/{image}")}:1";
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: {{Scene.Name}}-{{image}} }
            spec: {policyName: {{Scene.Name}}, source: "{{Scene.Image($"{Scene.Name}/{image}", "1")}}", target: "{{copy}}"}
            """);
        await World.Kubectl.WaitAsync($"imagebackup/{Scene.Name}-{image}", "condition=Ready");
        return copy;
    }
}
