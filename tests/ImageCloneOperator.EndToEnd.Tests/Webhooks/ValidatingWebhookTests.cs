using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Webhooks;

public sealed class ValidatingWebhookTests : SceneTests
{
    [Fact]
    public async Task Invalid_policy_is_refused_with_all_errors_at_once()
    {
        var refused = await World.Kubectl.TryAsync($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: {{Scene.Name}} }
            spec:
              target: {registry: "{{World.Target.Host}}"}
              images: {include: [nginx], exclude: ["index.docker.io/library/*"]}
              tagRules: [{tags: ["a***"], recopy: Always}]
            """, "apply", "-f", "-");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"The BackupPolicy \"{Scene.Name}\" is invalid", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("spec.images.include[0]: 'nginx' never matches", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("spec.images.exclude[0]: 'index.docker.io/library/*' never matches", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("spec.tagRules[0].tags[0]: 'a***' has ***", refused.Errors, StringComparison.Ordinal);
        Assert.Null(await World.Kubectl.GetAsync("backuppolicy", Scene.Name));
    }

    [Fact]
    public async Task An_invalid_backup_is_refused_too()
    {
        var refused = await World.Kubectl.TryAsync($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: {{Scene.Name}} }
            spec: {policyName: {{Scene.Name}}, source: "registry.example.com/Upper/case:1", target: "{{World.Target.Host}}/x:1", recopy: WhenMissing}
            """, "apply", "-f", "-");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("spec.source", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_valid_policy_passes_and_cannot_be_changed_into_an_invalid_one()
    {
        await Scene.ApplyPolicyAsync("suspend: true");

        var refused = await World.Kubectl.TryAsync(
            null, "patch", "backuppolicy", Scene.Name, "--type=merge", "-p", """{"spec":{"images":{"include":["nginx"]}}}""");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("spec.images.include[0]", refused.Errors, StringComparison.Ordinal);
    }
}
