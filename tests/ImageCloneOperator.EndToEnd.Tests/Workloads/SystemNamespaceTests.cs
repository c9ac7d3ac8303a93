using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>What runs in kube-system is copied on request, and never changed.</summary>
public sealed class SystemNamespaceTests : SceneTests
{
    private const string Rewriting = "rewrite: {mode: Workload}";

    public override async Task DisposeAsync()
    {
        await World.Kubectl.RunAsync("delete", "deployment", Scene.Name, "-n", "kube-system", "--ignore-not-found");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Images_of_kube_system_are_copied_only_where_a_policy_includes_it_and_nothing_there_is_changed()
    {
        await Task.WhenAll(World.PushAsync($"{Scene.Name}/system", "1"), World.PushAsync($"{Scene.Name}/app", "1"));
        var (system, app) = (Scene.Image($"{Scene.Name}/system", "1"), Scene.Image($"{Scene.Name}/app", "1"));
        await World.Kubectl.ApplyAsync(
            Scene.Deployment(Scene.Name, system).Replace($"namespace: {Scene.Name}", "namespace: kube-system", StringComparison.Ordinal));
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", app));

        await Scene.ApplyPolicyAsync(Rewriting, everyNamespace: true);
        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");
        await Scene.BackupAsync(app);
        Assert.DoesNotContain(
            await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}"),
            backup => (string?)backup["spec"]!["source"] == system);

        await Scene.ApplyPolicyAsync($"includeSystemNamespaces: true\n  {Rewriting}", everyNamespace: true);
        await Scene.BackupAsync(system);
        await new RewriteScene(World.Kubectl, Scene).HasAsync(
            "deployment", "web", (string)(await Scene.BackupAsync(app))["spec"]!["target"]!);

        var untouched = await SystemDeploymentAsync();
        Assert.Equal(system, RewriteScene.Images(untouched).Single());
        Assert.Null(untouched["metadata"]!["finalizers"]);
        Assert.DoesNotContain("image-clone-operator", untouched["metadata"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<JsonNode> SystemDeploymentAsync() => JsonNode.Parse(await World.Kubectl.RunAsync(
        "get", "deployment", Scene.Name, "-n", "kube-system", "-o", "json", "--show-managed-fields"))!;
}
