using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Invalid;

namespace ImageCloneOperator.EndToEnd.Tests.Webhooks;

/// <summary>Invalid objects can be there all the same: made while the webhook was away, or valid for an earlier version.</summary>
public sealed class InvalidObjectTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    [Fact]
    public async Task Invalid_policies_that_the_schema_accepts_are_told_by_their_field()
    {
        var policies = InvalidObjects.All.Where(invalid => invalid is { Kind: "BackupPolicy", Schema: null }).ToList();
        await using var running = await world.StartOperatorAsync();

        await world.Kubectl.ApplyAsync(InvalidObjects.Manifests(policies));

        foreach (var invalid in policies)
        {
            await Eventually.InClusterAsync($"{invalid.Name} is told by {invalid.Field}", async () =>
                Scene.Condition((await world.Kubectl.GetAsync("backuppolicy", invalid.Name))!, "Ready") is { } ready
                && (string?)ready["reason"] == "InvalidSpec" && ready["message"]!.ToString()
                    .Contains(invalid.Field, StringComparison.Ordinal)
                && ready["message"]!.ToString().Contains(invalid.Says, StringComparison.Ordinal));
        }

        await world.Kubectl.RunAsync(["delete", "backuppolicies", "--timeout=60s", .. policies.Select(invalid => invalid.Name)]);
        Assert.Equal(0, await running.TerminateAsync());
    }

    [Fact]
    public async Task An_invalid_policy_is_told_by_its_field_and_can_still_be_labelled_and_deleted_once_the_webhook_is_there()
    {
        await using (var away = await world.StartOperatorAsync())
        {
            var scene = await world.SceneAsync();
            await scene.ApplyPolicyAsync("images: {include: [nginx]}");

            var policy = await scene.PolicyBecomesAsync("InvalidSpec");

            Assert.Contains("spec.images.include[0]", Scene.Message(policy), StringComparison.Ordinal);
            Assert.Contains("docker.io/library/nginx", Scene.Message(policy), StringComparison.Ordinal);
            Assert.True(Scene.Is(policy, "Stalled"));
            Assert.Equal(0, await away.TerminateAsync());
        }

        await using var running = await world.StartOperatorAsync("--webhook-bind-address", ":0");
        await using var webhooks = await WebhookInstallation.InstallAsync(world.Kubectl, await running.WebhookPortAsync());
        var name = Assert.Single(await world.Kubectl.ListAsync("backuppolicies"))["metadata"]!["name"]!.ToString();
        Assert.NotNull((await world.Kubectl.GetAsync("backuppolicy", name))!["metadata"]!["finalizers"]);

        await world.Kubectl.RunAsync("label", "backuppolicy", name, "team=a");
        await world.Kubectl.RunAsync("delete", "backuppolicy", name, "--wait", "--timeout=60s");
    }
}
