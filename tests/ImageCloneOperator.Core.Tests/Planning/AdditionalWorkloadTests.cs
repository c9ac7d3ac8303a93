using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class AdditionalWorkloadTests
{
    private static readonly WorkloadType Rollout =
        new("argoproj.io", "v1alpha1", "rollouts", "Rollout", WorkloadTypes.TemplatePath, WorkloadCapabilities.None);

    private static readonly WorkloadType ForeignJob = Rollout with { Plural = "jobs", Kind = WorkloadTypes.Job.Kind };

    [Fact]
    public void Additional_kind_is_backed_up_by_the_policies_that_name_it()
    {
        var workload = Sample.Workload("nginx:1") with { Key = new WorkloadKey(Rollout, "default", "web") };

        Assert.Single(Sample.Plan(workload, Sample.Policy() with { AdditionalWorkloads = [Rollout] }).Backups);
        var verdict = Assert.Single(Sample.Plan(workload, Sample.Policy()).Verdicts);
        Assert.Equal((ImageDecisionReason.KindNotSelected, "additionalWorkloads does not have Rollout"), (verdict.Reason, verdict.Message));
    }

    [Fact]
    public void Kind_of_another_group_is_not_the_built_in_one_of_its_name()
    {
        var policy = Sample.Policy() with { WorkloadKinds = [WorkloadTypes.Job.Kind] };

        Assert.True(policy.Selects(WorkloadTypes.Job));
        Assert.False(policy.Selects(ForeignJob));
        Assert.False((Sample.Policy() with { AdditionalWorkloads = [ForeignJob] }).Selects(WorkloadTypes.Job));
    }

    [Fact]
    public void Resource_that_policies_describe_differently_is_read_as_the_first_by_name_says()
    {
        var other = Rollout with { PodSpecPath = "spec.pod" };
        var first = Sample.Policy("a") with { AdditionalWorkloads = [other] };
        var second = Sample.Policy("b") with { AdditionalWorkloads = [Rollout] };

        Assert.Equal([other], new PolicySet([second, first]).AdditionalTypes);
        Assert.True(second.Selects(other));
    }

    [Fact]
    public void Optional_kinds_are_those_of_policies_that_are_not_suspended()
    {
        var pods = Sample.Policy("a") with { WorkloadKinds = [WorkloadTypes.Pod.Kind], Suspended = true };
        var rollouts = Sample.Policy("b") with { AdditionalWorkloads = [Rollout] };

        Assert.Equal([Rollout], new PolicySet([pods, rollouts]).OptionalTypes);
        Assert.Equal([Rollout, WorkloadTypes.Pod], new PolicySet([pods with { Suspended = false }, rollouts]).OptionalTypes);
    }

    [Fact]
    public void Template_of_an_additional_kind_is_left_alone_and_mode_pod_named()
    {
        var workload = Sample.Workload("nginx:1") with { Key = new WorkloadKey(Rollout, "default", "web") };
        var policies = new PolicySet([Sample.Rewriting(RewriteMode.Workload) with { AdditionalWorkloads = [Rollout] }]);
        var plan = new Planner(policies).Plan(workload, new NamespaceInfo("default"));

        var rewrite = RewritePlanner.Plan(plan, policies, RewriteMode.Workload, _ => BackupState.Pending);

        Assert.Empty(rewrite.Changes);
        Assert.Equal("the template of a Rollout is never changed; use rewrite.mode: Pod", rewrite.Skipped);
    }
}
