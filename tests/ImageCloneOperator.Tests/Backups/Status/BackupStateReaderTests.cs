using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;

namespace ImageCloneOperator.Tests.Backups.Status;

public sealed class BackupStateReaderTests
{
    private const string Here = "registry.example.com/nginx:1.27";

    [Theory]
    [InlineData(2, Here, true)]
    [InlineData(1, Here, true)]
    [InlineData(1, "registry.example.com/elsewhere/nginx:1.27", false)]
    [InlineData(1, null, false)]
    public void A_copy_serves_another_spec_too_when_it_lies_where_that_wants_it(long observed, string? image, bool ready)
    {
        var state = BackupStateReader.Of(Backup(ConditionTypes.Ready, observed, image));

        Assert.Equal((ready, ready), (state.Ready, state.TargetDigest is not null));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void A_failure_may_be_over_with_another_spec(long observed, bool failed) =>
        Assert.Equal(failed, BackupStateReader.Of(Backup(ConditionTypes.Stalled, observed, Here)).Failed);

    private static ImageBackup Backup(string condition, long observed, string? image) => new()
    {
        Metadata = new V1ObjectMeta { Name = "policy.nginx", Generation = 2 },
        Spec = new ImageBackupSpec { Source = "docker.io/library/nginx:1.27", Target = Here },
        Status = new ImageBackupStatus
        {
            ObservedGeneration = observed,
            Conditions = [new Condition { Type = condition, Status = "True", Reason = "Any" }],
            Target = new TargetState { Image = image, Digest = $"sha256:{new string('a', 64)}" },
        },
    };
}
