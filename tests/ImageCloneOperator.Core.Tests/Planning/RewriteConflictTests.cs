using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class RewriteConflictTests
{
    private const string Copy = "r.io/b/docker.io/library/nginx:1";

    private static readonly BackupState Ready = new() { Ready = true, Access = CopyAccess.Everybodys };
    private static readonly RewriteConflict Given = new(
        Sample.Now, "argocd-controller", new Dictionary<string, string>(StringComparer.Ordinal) { ["c0"] = "nginx:1" });

    [Fact]
    public void The_images_of_a_contested_workload_are_its_originals()
    {
        var workload = Sample.Workload("nginx:1", "r.io/b/docker.io/library/redis:7") with
        {
            Contested = Given,
            Originals = new Dictionary<string, string>(StringComparer.Ordinal) { ["c0"] = "nginx:1", ["c1"] = "redis:7" },
        };

        var plan = Plan(workload, Sample.Rewriting(RewriteMode.Workload));

        Assert.True(plan.Contested);
        Assert.Equal(["nginx:1", "redis:7"], plan.Containers.Select(container => container.Final));
        Assert.Empty(plan.Originals);
        Assert.Equal("another writer keeps putting the original images back; use rewrite.mode: Pod", plan.Skipped);
    }

    [Fact]
    public void Conflict_ends_when_the_owner_changes_the_image()
    {
        var plan = Plan(Sample.Workload("nginx:2") with { Contested = Given }, Sample.Rewriting(RewriteMode.Workload));

        Assert.False(plan.Contested);
        Assert.Equal("r.io/b/docker.io/library/nginx:2", Assert.Single(plan.Changes).Desired);
    }

    [Fact]
    public void Conflict_ends_for_all_images_when_the_owner_changes_one()
    {
        var given = Given with
        {
            Images = new Dictionary<string, string>(StringComparer.Ordinal) { ["c0"] = "nginx:1", ["c1"] = "nginx:1" },
        };

        Assert.False(Plan(
            Sample.Workload("nginx:2", "nginx:1") with { Contested = given }, Sample.Rewriting(RewriteMode.Workload)).Contested);
    }

    [Fact]
    public void Conflict_goes_on_while_a_policy_rewrites_one_of_the_images()
    {
        var given = Given with
        {
            Images = new Dictionary<string, string>(StringComparer.Ordinal) { ["c0"] = "nginx:1", ["c1"] = "redis:7" },
        };
        var workload = Sample.Workload("nginx:1", "redis:7") with { Contested = given };

        Assert.True(Plan(workload, Of("docker.io/library/redis")).Contested);
        Assert.False(
            Plan(workload with { Images = [.. workload.Images, new("c2", "nginx:2")], Contested = Given }, Of("**/redis")).Contested);

        static Policy Of(string pattern) => Sample.Rewriting(RewriteMode.Workload) with
        {
            Include = [Glob.TryParseRepository(pattern, out var glob, out var error) ? glob : throw new FormatException(error)],
        };
    }

    [Fact]
    public void Conflict_ends_when_no_policy_rewrites_the_image_any_more()
    {
        var workload = Sample.Workload("nginx:1") with { Contested = Given };

        Assert.False(Plan(workload, Sample.Policy()).Contested);
        Assert.False(Plan(workload, Sample.Rewriting(RewriteMode.Pod)).Contested);
        Assert.False(Plan(workload, Sample.Rewriting(RewriteMode.Workload) with { Suspended = true }).Contested);
    }

    [Fact]
    public void The_annotation_reads_back()
    {
        var read = RewriteConflict.Parse(Given.Format())!;

        Assert.Equal((Given.At, Given.By), (read.At, read.By));
        Assert.Equal(Given.Images, read.Images);
        Assert.Null(RewriteConflict.Parse(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"at":"noon","by":"me","images":{}}""")]
    public void An_annotation_that_cannot_be_read_keeps_the_operator_away(string annotation) =>
        Assert.True(Plan(
            Sample.Workload(Copy, "nginx:1") with { Contested = RewriteConflict.Parse(annotation) },
            Sample.Rewriting(RewriteMode.Workload)).Contested);

    [Fact]
    public void An_annotation_that_cannot_be_read_matters_to_no_workload_that_is_not_rewritten() => Assert.False(Plan(
        Sample.Workload("nginx:1") with { Contested = RewriteConflict.Parse("true") }, Sample.Policy()).Contested);

    private static RewritePlan Plan(Workload workload, Policy policy) => RewritePlanner.Plan(
        Sample.Plan(workload, policy),
        new PolicySet([policy]),
        RewriteMode.Workload,
        Sample.States(("nginx:1", Ready), ("nginx:2", Ready), ("redis:7", Ready)));
}
