using ImageCloneOperator.EndToEnd.Tests.Removal;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;
using ImageCloneOperator.Testing.Invalid;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Webhooks;

/// <summary>Invalid objects can be there all the same: made while the webhook was away, or valid for an earlier version.</summary>
[Collection(WholeCluster.Name)]
public sealed class InvalidObjectTests(WholeClusterWorld world) : IClassFixture<WholeClusterWorld>
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
    public async Task Of_two_backups_with_one_target_and_different_sources_the_first_stays_until_it_goes()
    {
        await using var running = await world.StartOperatorAsync();
        var scene = await world.SceneAsync();
        var first = await world.PushAsync(scene.Name, "1.0");
        var second = await new SampleRepository(world.Source.Samples, scene.Name).ImageAsync(
            new SampleImage(new SampleLayer("second", 1000)), "2.0");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(HandMade(scene, "a", "1.0"));
        await scene.BackupBecomesAsync(scene.Image(scene.Name, "1.0"), "Copied");
        await world.Kubectl.ApplyAsync(HandMade(scene, "b", "2.0"));

        var refused = await scene.BackupBecomesAsync(scene.Image(scene.Name, "2.0"), "InvalidSpec");

        Assert.Contains($"{scene.Name}-a", Scene.Message(refused), StringComparison.Ordinal);
        Assert.Equal(first.Digest, await DigestAsync(scene));
        await world.Kubectl.RunAsync("delete", "imagebackup", $"{scene.Name}-a", "--wait", "--timeout=60s");
        await Eventually.InClusterAsync("the second is obeyed", async () =>
            (string?)Scene.Condition((await world.Kubectl.GetAsync("imagebackup", $"{scene.Name}-b"))!, "Ready")!["status"] == "True");
        await world.Kubectl.RunAsync("delete", "imagebackup", $"{scene.Name}-b", "--wait", "--timeout=60s");
        await world.Kubectl.RunAsync("delete", "backuppolicy", scene.Name, "--wait", "--timeout=60s");
        Assert.Equal(0, await running.TerminateAsync());
        Assert.NotEqual(first.Digest, second.Digest);
    }

    [Fact]
    public async Task An_invalid_policy_is_told_by_its_field_and_can_still_be_labelled_and_deleted_once_the_webhook_is_there()
    {
        var scene = await world.SceneAsync();
        await using (var away = await world.StartOperatorAsync())
        {
            await scene.ApplyPolicyAsync("images: {include: [nginx]}");

            var policy = await scene.PolicyBecomesAsync("InvalidSpec");

            Assert.Contains("spec.images.include[0]", Scene.Message(policy), StringComparison.Ordinal);
            Assert.Contains("docker.io/library/nginx", Scene.Message(policy), StringComparison.Ordinal);
            Assert.True(Scene.Is(policy, "Stalled"));
            Assert.Equal(0, await away.TerminateAsync());
        }

        await using var running = await world.StartOperatorAsync("--webhook-bind-address", ":0");
        await using var webhooks = await WebhookInstallation.InstallAsync(world.Kubectl, await running.WebhookPortAsync());
        // As an operator may have left it: to take it off is a change of an invalid object.
        await world.Kubectl.RunAsync(
            "patch", "backuppolicy", scene.Name, "--type=merge", "-p", """{"metadata":{"finalizers":["imageclone.dev/policy-cleanup"]}}""");

        await world.Kubectl.RunAsync("label", "backuppolicy", scene.Name, "team=a");
        await world.Kubectl.RunAsync("delete", "backuppolicy", scene.Name, "--wait", "--timeout=60s");
    }

    private string HandMade(Scene scene, string name, string tag) => $$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: ImageBackup
        metadata: {name: {{scene.Name}}-{{name}} }
        spec: {policyName: {{scene.Name}}, source: "{{scene.Image(scene.Name, tag)}}", target: "{{world.Target.Host}}/{{scene.Name}}/one:1"}
        """;

    private async Task<string?> DigestAsync(Scene scene)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://{world.Target.Host}/v2/{scene.Name}/one/manifests/1"));
        return answer.Headers.GetValues("Docker-Content-Digest").Single();
    }
}
