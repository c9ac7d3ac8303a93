using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class UnprotectedImageTests
{
    private static readonly Workload Pod = Sample.Workload("nginx:1") with
    {
        Key = new WorkloadKey(WorkloadTypes.Pod, "default", "lone"),
    };

    [Fact]
    public void Image_with_a_ready_copy_is_protected_for_all_its_users()
    {
        Assert.Empty(Find([Sample.Workload("nginx:1"), Pod], _ => null, Sample.Policy()));
    }

    [Fact]
    public void Image_whose_copy_is_not_ready_has_the_state_of_its_backup()
    {
        var image = Assert.Single(Find([Sample.Workload("nginx:1"), Pod], _ => "SourceNotFound", Sample.Policy()));

        Assert.Equal(("docker.io/library/nginx:1", "SourceNotFound"), (image.Image, image.Reason));
        Assert.Equal(["Deployment default/web", "Pod default/lone"], image.UsedBy.Select(user => user.ToString()));
    }

    [Fact]
    public void Reason_is_that_of_the_policy_that_came_closest()
    {
        var suspended = Sample.Policy("a") with { Suspended = true };
        var excluding = Sample.Policy("b") with { Exclude = [Glob.Everything] };

        var image = Assert.Single(Find([Sample.Workload("nginx:1")], _ => null, suspended, excluding));

        Assert.Equal(nameof(ImageDecisionReason.Excluded), image.Reason);
        Assert.StartsWith("policy b: excluded by", image.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_without_any_policy_is_unprotected()
    {
        Assert.Equal("NoPolicy", Assert.Single(Find([Pod], _ => null)).Reason);
    }

    [Fact]
    public void Image_that_lies_in_a_backup_registry_is_protected()
    {
        Assert.Empty(Find([Sample.Workload("r.io/b/nginx:1")], _ => "New", Sample.Policy()));
    }

    [Fact]
    public void Image_in_a_backup_registry_is_protected_where_no_policy_selects_its_user()
    {
        Assert.Empty(Find([Pod with { Images = [new ContainerImage("c", "r.io/b/nginx:1")] }], _ => "New", Sample.Policy()));
    }

    [Fact]
    public void Each_policy_has_a_reason_of_its_own()
    {
        var suspended = Sample.Policy("a") with { Suspended = true };

        var image = Assert.Single(Find([Sample.Workload("nginx:1"), Pod], _ => "Copying", suspended, Sample.Policy("b")));

        Assert.Equal([("a", "PolicySuspended"), ("b", "Copying")], image.Policies.Select(reason => (reason.Key, reason.Value)));
        Assert.Equal("the copy of policy b is not Ready: Copying", image.Message);
    }

    [Fact]
    public void Image_with_a_ready_copy_of_one_policy_is_protected_whatever_others_say()
    {
        var excluding = Sample.Policy("b") with { Exclude = [Glob.Everything] };

        Assert.Empty(Find([Sample.Workload("nginx:1")], _ => null, Sample.Policy("a"), excluding));
    }

    [Fact]
    public void Image_that_a_policy_excludes_is_left_out_by_choice_and_one_of_another_kind_is_not()
    {
        var excluding = Sample.Policy() with { Exclude = [Glob.Everything] };

        Assert.True(Assert.Single(Find([Sample.Workload("nginx:1")], _ => null, excluding)).IsChosen);
        Assert.False(Assert.Single(Find([Pod], _ => null, Sample.Policy())).IsChosen);
    }

    private static IReadOnlyList<UnprotectedImage> Find(
        Workload[] workloads, Func<PlannedBackup, string?> stateOf, params Policy[] policies)
    {
        var all = new PolicySet(policies);
        return UnprotectedImage.Find(ClusterPlan.Create(all, [], workloads).Workloads, all, stateOf);
    }
}
