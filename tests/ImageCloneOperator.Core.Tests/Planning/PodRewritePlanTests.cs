using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class PodRewritePlanTests
{
    private const string Copy = "r.io/b/docker.io/library/nginx:1";

    private static readonly BackupState Ready = new() { Ready = true, Access = CopyAccess.Everybodys };

    [Fact]
    public void Pod_runs_from_the_copy_that_is_ready_and_a_template_waits_for_that_of_the_first_policy()
    {
        Func<PlannedBackup, BackupState> onlyOfQ = backup => backup.Key.Policy == "q" ? Ready : BackupState.Pending;

        foreach (var mode in (RewriteMode[])[RewriteMode.Pod, RewriteMode.Workload])
        {
            Policy[] policies = [Sample.Rewriting(mode, "p"), Sample.Rewriting(mode, "q"), Sample.Rewriting(mode, "r")];
            var plan = RewritePlanner.Plan(Sample.Plan(Sample.Workload("nginx:1"), policies), new PolicySet(policies), mode, onlyOfQ);
            Assert.Equal(mode == RewriteMode.Pod ? "q" : "p", plan.Containers.Single().Policy);
            Assert.Equal(mode == RewriteMode.Pod ? Copy : "nginx:1", plan.Containers.Single().Desired);
        }
    }

    [Fact]
    public void Pod_is_covered_by_the_policies_of_all_workloads_that_it_belongs_to()
    {
        Policy[] policies =
        [
            Sample.Rewriting(RewriteMode.Pod, "jobs") with { WorkloadKinds = ["Job"], Exclude = [Sample.Glob("**/redis")] },
            Sample.Rewriting(RewriteMode.Pod, "crons") with { WorkloadKinds = ["CronJob"] },
        ];
        Workload Of(WorkloadType type) =>
            Sample.Workload("nginx:1", "redis:7") with { Key = new WorkloadKey(type, "default", "nightly") };

        var merged = WorkloadPlan.Merge(
            [Sample.Plan(Of(WorkloadTypes.Job), policies), Sample.Plan(Of(WorkloadTypes.CronJob), policies)]);

        Assert.Equal(
            ["crons docker.io/library/nginx:1", "crons docker.io/library/redis:7", "jobs docker.io/library/nginx:1"],
            merged.Backups.Select(backup => $"{backup.Key.Policy} {backup.Key.Source}"));
        Assert.Equal(
            ImageDecisionReason.Excluded,
            merged.Verdicts.Single(verdict => verdict is { Policy: "jobs", Image: "redis:7" }).Reason);
    }
}
