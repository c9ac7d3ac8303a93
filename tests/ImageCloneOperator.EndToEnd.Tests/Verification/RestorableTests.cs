using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.EndToEnd.Tests.Verification;

/// <summary>A policy says whether its images could be restored.</summary>
public sealed class RestorableTests : SceneTests
{
    [Fact]
    public async Task Policy_is_restorable_until_a_copy_has_lost_a_part_whose_source_is_gone()
    {
        await using var source = await DockerRegistry.StartAsync();
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        var scene = Scene.Between(source.Host, target.Host);
        var (kept, lost) = (scene.Image("team/kept", "1.0"), scene.Image("team/lost", "1.0"));
        await World.PushAsync(source, "team/kept", "1.0");
        await World.PushAsync(source, "team/lost", "1.0");
        await scene.ApplyPolicyAsync("verifyInterval: 1s");
        await World.Kubectl.ApplyAsync(scene.Deployment("web", kept, lost));

        Assert.StartsWith("2 of 2 images could be restored", await BecomesAsync("True", "CopiesVerified"), StringComparison.Ordinal);

        await source.StopAsync();
        target.Faults.Add(new Fault
        {
            Kind = RequestKind.Blob,
            Repository = scene.CopyOf("team/lost"),
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(404, "BLOB_UNKNOWN"),
        });

        Assert.StartsWith(
            $"1 of 2 images could not be restored: {lost}: it has no complete copy (",
            await BecomesAsync("False", "CopiesMissing"),
            StringComparison.Ordinal);
    }

    private async Task<string> BecomesAsync(string status, string reason)
    {
        JsonNode? found = null;
        await Eventually.InClusterAsync($"the policy is Restorable={status}", async () =>
        {
            var policy = await World.Kubectl.GetAsync("backuppolicy", Scene.Name);
            found = policy is null ? null : Scene.Condition(policy, "Restorable");
            return (string?)found?["status"] == status && (string?)found["reason"] == reason;
        });
        return (string)found!["message"]!;
    }
}
