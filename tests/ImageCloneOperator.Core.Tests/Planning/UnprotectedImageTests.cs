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

    private static IReadOnlyList<UnprotectedImage> Find(
        Workload[] workloads, Func<PlannedBackup, string?> stateOf, params Policy[] policies) =>
        UnprotectedImage.Find(ClusterPlan.Create(new PolicySet(policies), [], workloads), stateOf);
}
