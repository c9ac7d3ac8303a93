using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Policies.Compilation;

namespace ImageCloneOperator.Tests.Backups.Copying;

public sealed class RecopyRequestTests
{
    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData("1", null, null, true)]
    [InlineData("1", null, "1", false)]
    [InlineData("1", "2", "1", true)]
    [InlineData("1", "2", "1,2", false)]
    [InlineData("1", "3", "1,2", true)]
    [InlineData("3", "2", "1,2", true)]
    [InlineData("1", null, "1,2", false)]
    [InlineData(null, "2", "1,2", false)]
    [InlineData(null, null, "1,2", false)]
    [InlineData("2", null, "1,2", true)]
    [InlineData(null, "1", "1,2", true)]
    [InlineData("1", "1", "1", true)]
    public void A_new_value_asks_for_a_copy_and_taking_one_back_does_not(string? backup, string? policy, string? handled, bool requested) =>
        Assert.Equal(requested, Context(backup, policy, handled).IsRecopyRequested);

    private static BackupInput Context(string? onBackup, string? onPolicy, string? handled)
    {
        var policy = new BackupPolicy { Metadata = Named("policy", onPolicy) };
        policy.Spec.Target.Registry = "registry.example.com";
        Assert.True(PolicyCompiler.TryCompile(policy, out var compiled, out _));
        var backup = new ImageBackup
        {
            Metadata = Named("policy.nginx", onBackup),
            Spec = new ImageBackupSpec { Source = "docker.io/library/nginx:1", Target = "registry.example.com/docker.io/library/nginx:1" },
            Status = new ImageBackupStatus { LastHandledRecopyAt = handled },
        };
        return new BackupInput(backup, policy, compiled, []);
    }

    private static ObjectMeta Named(string name, string? request) => new()
    {
        Name = name,
        Annotations = request is null ? null : new(StringComparer.Ordinal) { [WellKnown.RecopyRequestedAtAnnotation] = request },
    };
}
