using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Policies;
using k8s.Models;

namespace ImageCloneOperator.Tests.Policies;

public sealed class PolicyTallyTests
{
    [Theory]
    [InlineData(ConditionReasons.SourceNotFound, 1, true)]
    [InlineData(ConditionReasons.Unauthorized, 1, true)]
    [InlineData(ConditionReasons.RetryingAfterError, 5, false)]
    [InlineData(ConditionReasons.RetryingAfterError, 6, true)]
    [InlineData(ConditionReasons.Copying, 6, true)]
    [InlineData(ConditionReasons.TargetDenied, 100, false)]
    [InlineData(ConditionReasons.TargetUnreachable, 100, false)]
    [InlineData(ConditionReasons.Pending, 0, false)]
    public void Tally_is_complete_where_the_others_fail_for_their_owners_reasons(string reason, int attempts, bool isComplete)
    {
        var tally = PolicyTally.Of([Backup("True", ConditionReasons.Copied), Backup("False", reason, attempts)]);

        Assert.Equal((isComplete ? 1 : 0, isComplete), (tally.Failing, tally.IsComplete));
    }

    private static ImageBackup Backup(string ready, string reason, int attempts = 0) => new()
    {
        Metadata = new V1ObjectMeta(),
        Status = new ImageBackupStatus
        {
            Attempts = attempts,
            Conditions = [new Condition { Type = ConditionTypes.Ready, Status = ready, Reason = reason }],
        },
    };
}
