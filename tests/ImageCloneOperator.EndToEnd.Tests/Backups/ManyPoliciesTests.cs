using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

public sealed class ManyPoliciesTests : SceneTests
{
    private string Other => $"{Scene.Name}-other";

    [Fact]
    public async Task An_image_that_two_policies_select_is_backed_up_by_each_and_outlives_the_end_of_one()
    {
        var digest = await World.PushAsync(Scene.Name, "1.0");
        var image = Scene.Image(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await ApplyOtherAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");
        await World.Kubectl.WaitAsync($"backuppolicy/{Other}", "condition=Ready");
        await Scene.BackupAsync(image);
        Assert.Equal(digest, await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        Assert.Equal(digest, await World.DigestAsync(
            World.Target, Scene.CopyOf(Scene.Name).Replace(Scene.Name + "/", Other + "/", StringComparison.Ordinal), "1.0"));

        await World.Kubectl.RunAsync("delete", "backuppolicy", Other, "--wait", "--timeout=60s");

        await Eventually.InClusterAsync(
            "the other policy's backup is gone",
            async () => (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Other}")).Count == 0);
        await Scene.BackupAsync(image);
        await Scene.ReleasedAsync("deployment", "web");
    }

    [Fact]
    public async Task A_workload_is_held_until_the_last_of_its_policies_has_its_copy()
    {
        await World.PushAsync(Scene.Name, "1.0");
        var image = Scene.Image(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await ApplyOtherAsync("127.0.0.1:1");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        await Scene.BackupAsync(image);
        await Scene.HeldAsync("deployment", "web");

        await ApplyOtherAsync();
        await Scene.ReleasedAsync("deployment", "web");
    }

    public override async Task DisposeAsync()
    {
        await World.Kubectl.RunAsync("delete", "backuppolicy", Other, "--ignore-not-found", "--wait", "--timeout=60s");
        await base.DisposeAsync();
    }

    private Task ApplyOtherAsync(string? registry = null) => World.Kubectl.ApplyAsync($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: {{Other}} }
        spec:
          target: {registry: "{{registry ?? World.Target.Host}}", repositoryPrefix: {{Other}}, plainHttp: true}
          namespaceSelector: {matchLabels: {scene: {{Scene.Name}} } }
        """);
}
