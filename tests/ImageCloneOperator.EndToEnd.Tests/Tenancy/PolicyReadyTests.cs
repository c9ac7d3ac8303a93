using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>Nobody keeps the administrator's policy from Ready by images that cannot be read.</summary>
public sealed class PolicyReadyTests : SceneTests
{
    [Fact]
    public async Task Policy_is_ready_although_a_tenant_names_an_image_that_is_not_there()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("attacker", Scene.Image(Scene.Name, "missing")));
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));

        await Scene.PolicySaysAsync("1 of 2 images are backed up; 1 cannot be read");
        var policy = await Scene.PolicyBecomesAsync("ImagesFailed");

        Assert.True(Scene.Is(policy, "Ready"));
        Assert.True(Scene.Is(policy, "ImagesFailing"));

        await World.Kubectl.RunAsync("delete", "deployment", "attacker", "-n", Scene.Name);
        await World.Kubectl.RunAsync("delete", "imagebackup", "-l", $"imageclone.dev/policy={Scene.Name}");
        Assert.Null(Scene.Condition(await Scene.PolicyBecomesAsync("AllImagesBackedUp"), "ImagesFailing"));
    }
}
