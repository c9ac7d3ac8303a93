using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class DeletionProtectionPlannerTests
{
    private static readonly BackupState Ready = new() { Ready = true };
    private static readonly BackupState Failed = new() { Failed = true };
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void A_workload_is_held_while_an_image_is_not_backed_up()
    {
        var decision = Decide(Sample.Workload("nginx:1", "redis:7"), states: ("nginx:1", Ready));

        Assert.True(decision.Hold);
        Assert.Equal("not backed up yet: redis:7", decision.Message);
        Assert.Null(decision.Until);
    }

    [Fact]
    public void Workload_in_system_namespace_is_never_held()
    {
        var workload = Sample.Workload("nginx:1") with { Key = new WorkloadKey(WorkloadTypes.Deployment, "kube-system", "dns") };
        var policies = new PolicySet([Sample.Policy() with { IncludeSystemNamespaces = true }]);
        var plan = new Planner(policies).Plan(workload, new NamespaceInfo("kube-system"));

        Assert.Single(plan.Backups);
        var decision = DeletionProtectionPlanner.Decide(plan, policies, _ => BackupState.Pending, Now);
        Assert.Equal((false, "nothing is held in a system namespace"), (decision.Hold, decision.Message));
    }

    [Theory]
    [InlineData(3, "not backed up yet: a:1, b:1, c:1")]
    [InlineData(4, "not backed up yet: a:1, b:1, c:1 and 1 more")]
    public void Up_to_three_images_are_named(int count, string expected)
    {
        string[] images = ["a:1", "b:1", "c:1", "d:1"];

        Assert.Equal(expected, Decide(Sample.Workload(images[..count])).Message);
    }

    [Fact]
    public void Workload_is_released_when_all_are_backed_up()
    {
        var decision = Decide(Sample.Workload("nginx:1"), states: ("nginx:1", Ready));

        Assert.False(decision.Hold);
        Assert.Equal("all images are backed up", decision.Message);
        Assert.Empty(decision.Lost);
    }

    [Fact]
    public void An_image_that_can_never_be_copied_does_not_hold()
    {
        var decision = Decide(Sample.Workload("nginx:1", "gone:1"), states: [("nginx:1", Ready), ("gone:1", Failed)]);

        Assert.False(decision.Hold);
        Assert.Contains("gone:1", decision.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_deleted_workload_is_held_for_maxHold_at_most(int minutesAgo, bool held)
    {
        var workload = Sample.Workload("nginx:1") with { Held = true, DeletionTimestamp = Now.AddMinutes(-minutesAgo) };

        var decision = Decide(workload);

        Assert.Equal(held, decision.Hold);
        Assert.Equal(Now.AddMinutes(60 - minutesAgo), decision.Until);
        Assert.Equal(held ? [] : ["nginx:1"], decision.Lost);
        Assert.Equal(
            held ? "not backed up yet: nginx:1" : "held for the longest time allowed; not backed up: nginx:1", decision.Message);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void Workload_in_namespace_that_is_being_deleted_is_held_for_a_minute_at_most(int secondsAgo, bool held)
    {
        foreach (var deleted in new DateTimeOffset?[] { null, Now.AddMinutes(-5), Now })
        {
            var decision = InNamespaceDeleted(
                Now.AddSeconds(-secondsAgo), Sample.Workload("nginx:1") with { Held = true, DeletionTimestamp = deleted });

            Assert.Equal(held, decision.Hold);
            Assert.Equal(Now.AddSeconds(60 - secondsAgo), decision.Until);
            Assert.Equal(held ? [] : ["nginx:1"], decision.Lost);
        }
    }

    [Fact]
    public void Hold_that_ends_sooner_does_not_wait_for_the_deletion_of_its_namespace()
    {
        var workload = Sample.Workload("nginx:1") with { Held = true, DeletionTimestamp = Now.AddMinutes(-60) };

        Assert.False(InNamespaceDeleted(Now, workload).Hold);
    }

    [Fact]
    public void The_most_patient_policy_that_still_waits_decides()
    {
        var workload = Sample.Workload("nginx:1") with { Held = true, DeletionTimestamp = Now };
        var patient = Sample.Policy("q") with { MaxHold = TimeSpan.FromHours(5) };

        var plan = Sample.Plan(workload, Sample.Policy(), patient);
        var policies = new PolicySet([Sample.Policy(), patient]);

        Assert.Equal(Now.AddHours(5), DeletionProtectionPlanner.Decide(plan, policies, _ => BackupState.Pending, Now).Until);
        Assert.Equal(
            Now.AddHours(1),
            DeletionProtectionPlanner.Decide(plan, policies, backup => backup.Key.Policy == "q" ? Ready : BackupState.Pending, Now).Until);
    }

    [Fact]
    public void Workload_being_deleted_is_not_held_anew()
    {
        var decision = Decide(Sample.Workload("nginx:1") with { DeletionTimestamp = Now });

        Assert.False(decision.Hold);
        Assert.Equal("it is being deleted and was not held before", decision.Message);
        Assert.False(DeletionProtectionPlanner.Decide(
            Sample.Plan(Sample.Workload("nginx:1"), Sample.Policy()) with
            {
                Namespace = new NamespaceInfo("default") { Terminating = true },
            },
            new PolicySet([Sample.Policy()]),
            _ => BackupState.Pending,
            Now).Hold);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Suspending_opting_out_or_turning_protection_off_releases_at_once(bool suspended, bool skip, bool off)
    {
        var policy = Sample.Policy() with { Suspended = suspended, MaxHold = off ? null : TimeSpan.FromHours(1) };
        var workload = Sample.Workload("nginx:1") with { Skip = skip, Held = true };

        var decision = DeletionProtectionPlanner.Decide(
            Sample.Plan(workload, policy), new PolicySet([policy]), _ => BackupState.Pending, Now);

        Assert.False(decision.Hold);
        Assert.Equal("no policy protects its images", decision.Message);
    }

    private static DeletionProtectionDecision InNamespaceDeleted(DateTimeOffset time, Workload workload) =>
        DeletionProtectionPlanner.Decide(
            Sample.Plan(workload, Sample.Policy()) with
            {
                Namespace = new NamespaceInfo("default") { Terminating = true, DeletionTimestamp = time },
            },
            new PolicySet([Sample.Policy()]),
            _ => BackupState.Pending,
            Now);

    private static DeletionProtectionDecision Decide(Workload workload, params (string, BackupState)[] states) =>
        DeletionProtectionPlanner.Decide(
            Sample.Plan(workload, Sample.Policy()), new PolicySet([Sample.Policy()]), Sample.States(states), Now);
}
