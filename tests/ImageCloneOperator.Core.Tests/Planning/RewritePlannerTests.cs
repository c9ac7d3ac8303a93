using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class RewritePlannerTests
{
    private const string Copy = "r.io/b/docker.io/library/nginx:1";

    private static readonly BackupState Ready = new() { Ready = true, Access = CopyAccess.Everybodys };
    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal) { ["c0"] = "nginx:1" };

    [Theory]
    [InlineData(RewriteMode.Workload)]
    [InlineData(RewriteMode.Pod)]
    public void A_ready_copy_is_used_and_the_original_kept(RewriteMode mode)
    {
        var plan = Plan(Sample.Workload("nginx:1"), mode, ("nginx:1", Ready));

        Assert.Equal(["c0: nginx:1 -> " + Copy], Changes(plan));
        Assert.Equal("""{"c0":"nginx:1"}""", OriginalImages.Format(plan.Originals));
    }

    [Theory]
    [InlineData(RewriteMode.Workload)]
    [InlineData(RewriteMode.Pod)]
    public void Image_in_system_namespace_is_never_rewritten(RewriteMode mode)
    {
        var workload = Sample.Workload("nginx:1") with { Key = new WorkloadKey(WorkloadTypes.Deployment, "kube-system", "dns") };
        var policies = new PolicySet([Sample.Rewriting(mode) with { IncludeSystemNamespaces = true }]);
        var plan = new Planner(policies).Plan(workload, new NamespaceInfo("kube-system"));

        Assert.Single(plan.Backups);
        Assert.Empty(RewritePlanner.Plan(plan, policies, mode, _ => Ready).Changes);
    }

    [Fact]
    public void A_template_waits_for_all_copies_and_a_pod_for_each()
    {
        var workload = Sample.Workload("nginx:1", "redis:7");

        var waiting = Plan(workload, RewriteMode.Workload, ("nginx:1", Ready));

        Assert.Empty(Changes(waiting));
        Assert.All(
            waiting.Containers,
            container => Assert.Equal("not all copies are ready; left as it is until they are", container.Message));
        Assert.Equal(["c0: nginx:1 -> " + Copy], Changes(Plan(workload, RewriteMode.Pod, ("nginx:1", Ready))));
    }

    [Fact]
    public void Correct_image_is_not_written_again()
    {
        var plan = Plan(Sample.Workload(Copy) with { Originals = Kept }, RewriteMode.Workload, ("nginx:1", Ready));

        Assert.Empty(plan.Changes);
        Assert.Equal(Kept, plan.Originals);
    }

    [Fact]
    public void A_copy_that_is_not_ready_for_a_moment_stays_in_use()
    {
        var plan = Plan(Sample.Workload(Copy) with { Originals = Kept }, RewriteMode.Workload);

        Assert.Empty(plan.Changes);
        Assert.Equal(Kept, plan.Originals);
    }

    [Fact]
    public void A_pinned_image_stays_pinned_to_what_lies_at_the_target()
    {
        var (source, filtered) = (Digest.Of("source"u8), Digest.Of("filtered"u8));
        var workload = Sample.Workload($"nginx:1@{source}");

        Assert.EndsWith(
            $"nginx@{source}",
            Assert.Single(Changes(Plan(workload, RewriteMode.Pod, ($"nginx@{source}", Ready)))),
            StringComparison.Ordinal);
        Assert.EndsWith(
            $"nginx@{filtered}",
            Assert.Single(Changes(Plan(workload, RewriteMode.Pod, ($"nginx@{source}", Ready with { TargetDigest = filtered })))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pinned_image_goes_back_too()
    {
        var original = $"nginx:1@{Digest.Of("source"u8)}";
        var workload = Sample.Workload($"r.io/b/docker.io/library/nginx@{Digest.Of("filtered"u8)}") with
        {
            Originals = new Dictionary<string, string>(StringComparer.Ordinal) { ["c0"] = original },
        };

        Assert.EndsWith($"-> {original}", Assert.Single(Changes(Plan(workload, RewriteMode.None))), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_policy_that_rewrites_the_original_goes_back()
    {
        var workload = Sample.Workload(Copy) with { Originals = Kept };
        var suspended = Sample.Rewriting(RewriteMode.Workload) with { Suspended = true };

        foreach (var policies in new Policy[][] { [], [Sample.Policy()], [suspended] })
        {
            var plan = Plan(workload, RewriteMode.Workload, policies, ("nginx:1", Ready));
            Assert.Equal([$"c0: {Copy} -> nginx:1"], Changes(plan));
            Assert.Null(OriginalImages.Format(plan.Originals));
        }
    }

    [Fact]
    public void A_copy_at_an_earlier_target_of_the_policy_is_known_as_ours()
    {
        var workload = Sample.Workload("old.io:5000/docker.io_library_nginx:1") with { Originals = Kept };

        Assert.Equal(["c0: old.io:5000/docker.io_library_nginx:1 -> nginx:1"], Changes(Plan(workload, RewriteMode.None)));
        Assert.Equal(
            [$"c0: old.io:5000/docker.io_library_nginx:1 -> {Copy}"], Changes(Plan(workload, RewriteMode.Workload, ("nginx:1", Ready))));
    }

    [Theory]
    [InlineData("nginx:2")]
    [InlineData("mirror.io/docker.io/library/nginx:2")]
    [InlineData("r.io/b/docker.io/library/redis:1")]
    [InlineData("not a reference")]
    public void An_image_that_its_owner_has_changed_since_stays(string changed)
    {
        var plan = Plan(Sample.Workload(changed) with { Originals = Kept }, RewriteMode.None);

        Assert.Empty(plan.Changes);
        Assert.Empty(plan.Originals);
    }

    [Fact]
    public void A_rollback_to_another_copy_takes_its_original_along()
    {
        var workload = Sample.Workload("r.io/b/docker.io/library/nginx:2") with { Originals = Kept };

        var plan = Plan(workload, RewriteMode.Workload, ("nginx:2", Ready));

        Assert.Empty(plan.Changes);
        Assert.Equal("""{"c0":"nginx:2"}""", OriginalImages.Format(plan.Originals));
        Assert.Equal(["c0: r.io/b/docker.io/library/nginx:2 -> nginx:2"], Changes(Plan(workload, RewriteMode.Workload, [Sample.Policy()])));
        var full = new Dictionary<string, string>(StringComparer.Ordinal) { ["c0"] = "docker.io/library/nginx:1" };
        Assert.Equal(
            """{"c0":"docker.io/library/nginx:2"}""",
            OriginalImages.Format(Plan(workload with { Originals = full }, RewriteMode.Workload, ("nginx:2", Ready)).Originals));
    }

    [Theory]
    [InlineData("mirror.io/docker.io/library/nginx:2")]
    [InlineData("r.io/b/docker.io/library/redis:2")]
    [InlineData("r.io/b/docker.io/library/nginx:digest.sha256-0123")]
    public void Another_image_under_the_target_or_a_copy_elsewhere_is_the_owners(string changed) =>
        Assert.Empty(Plan(Sample.Workload(changed) with { Originals = Kept }, RewriteMode.Workload, [Sample.Policy()]).Originals);

    [Fact]
    public void A_changed_image_is_rewritten_from_its_new_original()
    {
        var plan = Plan(Sample.Workload("nginx:2") with { Originals = Kept }, RewriteMode.Workload, ("nginx:2", Ready));

        Assert.Equal(["c0: nginx:2 -> r.io/b/docker.io/library/nginx:2"], Changes(plan));
        Assert.Equal("""{"c0":"nginx:2"}""", OriginalImages.Format(plan.Originals));
    }

    [Fact]
    public void The_first_policy_by_name_wins()
    {
        var other = Sample.Rewriting(RewriteMode.Workload, "a") with { Target = Sample.Target("a.io", TargetLayout.Flat) };

        var plan = Plan(
            Sample.Workload("nginx:1"), RewriteMode.Workload, [Sample.Rewriting(RewriteMode.Workload), other], ("nginx:1", Ready));

        Assert.Equal(["c0: nginx:1 -> a.io/b/docker.io_library_nginx:1"], Changes(plan));
        Assert.Equal("points at the copy of policy a, which is first by name before p", plan.Containers[0].Message);
    }

    [Fact]
    public void Each_container_has_its_reason()
    {
        var third = Sample.Rewriting(RewriteMode.Workload, "q");
        Policy[] three = [Sample.Rewriting(RewriteMode.Workload), third, third with { Name = "r" }];
        var disaster = Sample.Rewriting(RewriteMode.Workload) with { RewriteTrigger = RewriteTrigger.SourceUnavailable };

        Assert.Equal("points at the copy of policy p", Reason([Sample.Rewriting(RewriteMode.Workload)]));
        Assert.Equal("points at the copy of policy p, which is first by name before q, r", Reason(three));
        Assert.Equal("its source is available", Reason([disaster]));
        Assert.Equal("no policy that backs it up rewrites here", Reason([Sample.Policy()]));
        Assert.Equal("no policy backs it up", Reason([Sample.Policy() with { Suspended = true }]));
        Assert.Equal("no policy backs it up", Reason([]));

        static string Reason(Policy[] policies) =>
            Plan(Sample.Workload("nginx:1"), RewriteMode.Workload, policies, ("nginx:1", Ready)).Containers[0].Message;
    }

    [Fact]
    public void Image_that_no_policy_backs_up_is_told_apart_from_its_neighbour()
    {
        var policy = Sample.Policy() with { Include = [Glob("docker.io/library/nginx")] };

        var plan = Plan(Sample.Workload("nginx:1", "redis:7"), RewriteMode.Workload, [policy]);

        Assert.Equal(
            ["no policy that backs it up rewrites here", "no policy backs it up"], plan.Containers.Select(container => container.Message));
    }

    [Fact]
    public void A_template_that_a_custom_resource_owns_is_left_alone()
    {
        var workload = Sample.Workload("nginx:1") with { OwnedByCustomResource = true };

        var plan = Plan(workload, RewriteMode.Workload, ("nginx:1", Ready));

        Assert.Empty(plan.Changes);
        Assert.Equal(
            "a custom resource owns the workload and its template; use rewrite.mode: Pod", plan.Containers[0].Message);
        Assert.Equal(plan.Containers[0].Message, plan.Skipped);
        Assert.Single(Plan(workload, RewriteMode.Pod, ("nginx:1", Ready)).Changes);
        Assert.Null(Plan(workload, RewriteMode.Workload, [Sample.Policy()], ("nginx:1", Ready)).Skipped);
    }

    [Theory]
    [InlineData(RewriteMode.Workload)]
    [InlineData(RewriteMode.None)]
    public void The_template_of_a_job_stays_as_it_is(RewriteMode mode)
    {
        var job = Sample.Workload("nginx:1") with { Key = new WorkloadKey(WorkloadTypes.Job, "default", "once") };
        var policy = Sample.Rewriting(mode) with { WorkloadKinds = ["Job"] };

        var plan = Plan(job, mode, [policy], ("nginx:1", Ready));

        Assert.Empty(plan.Changes);
        Assert.Equal(
            mode == RewriteMode.Workload ? "the template of a Job is never changed; use rewrite.mode: Pod" : null, plan.Skipped);
        Assert.Empty(Plan(job with { Images = [new("c0", Copy)], Originals = Kept }, mode, [policy], ("nginx:1", Ready)).Changes);
    }

    [Fact]
    public void At_a_disaster_what_can_be_saved_is_and_comes_back_afterwards()
    {
        var policy = Sample.Rewriting(RewriteMode.Workload) with { RewriteTrigger = RewriteTrigger.SourceUnavailable };
        var gone = Ready with { SourceUnavailable = true };

        Assert.Empty(Plan(Sample.Workload("nginx:1"), RewriteMode.Workload, [policy], ("nginx:1", Ready)).Changes);
        Assert.Equal(
            [$"c0: nginx:1 -> {Copy}"],
            Changes(Plan(Sample.Workload("nginx:1", "redis:7"), RewriteMode.Workload, [policy], ("nginx:1", gone))));
        Assert.Equal(
            [$"c0: {Copy} -> nginx:1"],
            Changes(Plan(Sample.Workload(Copy) with { Originals = Kept }, RewriteMode.Workload, [policy], ("nginx:1", Ready))));
    }

    [Fact]
    public void A_copy_that_nothing_is_known_of_for_a_moment_stays_in_use_at_a_disaster_too()
    {
        var policy = Sample.Rewriting(RewriteMode.Workload) with { RewriteTrigger = RewriteTrigger.SourceUnavailable };

        Assert.Empty(Plan(Sample.Workload(Copy) with { Originals = Kept }, RewriteMode.Workload, [policy]).Changes);
        Assert.Empty(Plan(Sample.Workload("nginx:1"), RewriteMode.Workload, [policy]).Changes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""["a"]""")]
    [InlineData("""{"c0": null}""")]
    [InlineData("""{"c0": 1}""")]
    public void An_annotation_that_cannot_be_read_says_nothing(string annotation) => Assert.Empty(OriginalImages.Parse(annotation));

    [Fact]
    public void The_annotation_reads_back() =>
        Assert.Equal(Kept, OriginalImages.Parse(OriginalImages.Format(Kept)));

    private static Glob Glob(string pattern) =>
        Core.Rules.Glob.TryParseRepository(pattern, out var glob, out var error) ? glob : throw new FormatException(error);

    private static RewritePlan Plan(Workload workload, RewriteMode mode, params (string, BackupState)[] states) =>
        Plan(workload, mode, [Sample.Rewriting(mode)], states);

    private static RewritePlan Plan(Workload workload, RewriteMode mode, Policy[] policies, params (string, BackupState)[] states) =>
        RewritePlanner.Plan(Sample.Plan(workload, policies), new PolicySet(policies), mode, Sample.States(states));

    private static IEnumerable<string> Changes(RewritePlan plan) =>
        plan.Changes.Select(change => $"{change.Container}: {change.Current} -> {change.Desired}");
}
