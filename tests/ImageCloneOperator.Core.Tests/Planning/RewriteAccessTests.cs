using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

/// <summary>Copies serve the namespaces that the source gives the image to.</summary>
public sealed class RewriteAccessTests
{
    private const string Copy = "r.io/b/docker.io/library/nginx:1";

    private static readonly BackupState Ready = new() { Ready = true, Access = CopyAccess.Everybodys };
    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal) { ["c0"] = "nginx:1" };

    [Theory]
    [InlineData(RewriteMode.Workload)]
    [InlineData(RewriteMode.Pod)]
    public void Image_that_the_source_refuses_to_the_namespace_is_the_original_and_the_others_are_copies(RewriteMode mode)
    {
        var refused = Ready with { Access = new CopyAccess { Namespaces = ["other"], Refused = ["default"] } };

        var plan = Plan(Sample.Workload("redis:7", "nginx:1"), mode, ("redis:7", refused), ("nginx:1", Ready));

        Assert.Equal(["c1: nginx:1 -> " + Copy], Changes(plan));
        Assert.Equal([true, false], plan.Containers.Select(container => container.IsWithheld));
        Assert.Contains("does not give it to namespace default", plan.Containers[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RewriteMode.Workload)]
    [InlineData(RewriteMode.Pod)]
    public void Copy_goes_when_the_right_to_it_ends_although_another_copy_is_not_ready(RewriteMode mode)
    {
        var refused = Ready with { Access = new CopyAccess { Refused = ["default"] } };

        var plan = Plan(Sample.Workload(Copy, "redis:7") with { Originals = Kept }, mode, ("nginx:1", refused));

        Assert.Equal([$"c0: {Copy} -> nginx:1"], Changes(plan));
    }

    [Fact]
    public void Until_the_source_has_said_who_may_have_it_a_template_stays_as_it_is_and_a_pod_runs_from_the_source()
    {
        var unknown = Ready with { Access = new CopyAccess { Namespaces = ["other"] } };
        var rewritten = Sample.Workload(Copy) with { Originals = Kept };

        Assert.Empty(Changes(Plan(Sample.Workload("nginx:1", "redis:7"), RewriteMode.Workload, ("nginx:1", unknown), ("redis:7", Ready))));
        Assert.Empty(Changes(Plan(rewritten, RewriteMode.Workload, ("nginx:1", unknown))));
        Assert.Empty(Changes(Plan(Sample.Workload("nginx:1"), RewriteMode.Pod, ("nginx:1", unknown))));
        Assert.Equal([$"c0: {Copy} -> nginx:1"], Changes(Plan(rewritten, RewriteMode.Pod, ("nginx:1", unknown))));
    }

    private static RewritePlan Plan(Workload workload, RewriteMode mode, params (string, BackupState)[] states)
    {
        Policy[] policies = [Sample.Rewriting(mode)];
        return RewritePlanner.Plan(Sample.Plan(workload, policies), new PolicySet(policies), mode, Sample.States(states));
    }

    private static IEnumerable<string> Changes(RewritePlan plan) =>
        plan.Changes.Select(change => $"{change.Container}: {change.Current} -> {change.Desired}");
}
