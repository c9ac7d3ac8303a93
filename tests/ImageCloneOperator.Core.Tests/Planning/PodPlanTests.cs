using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class PodPlanTests
{
    private static readonly Policy Pods = Sample.Policy() with { WorkloadKinds = ["Pod"] };
    private static readonly Policy All = Sample.Policy() with { WorkloadKinds = ["Deployment", "Pod"] };

    [Fact]
    public void Pod_is_a_user_only_where_the_policy_selects_pods()
    {
        Assert.Empty(Sample.Plan(Pod("nginx:1"), Sample.Policy()).Backups);
        Assert.Single(Sample.Plan(Pod("nginx:1"), Pods).Backups);
    }

    [Fact]
    public void Pod_of_a_selected_workload_adds_only_what_its_template_does_not_name()
    {
        var plan = Sample.Plan(Resolve(Pod("nginx:1", "proxy:2"), Sample.Workload("nginx:1")), All);

        Assert.Equal(["docker.io/library/proxy:2"], plan.Backups.Select(backup => backup.Key.Source.ToString()));
        Assert.Equal("Deployment default/web", plan.Workload.User.ToString());
    }

    [Fact]
    public void Pod_of_a_workload_of_another_kind_is_judged_for_itself()
    {
        var plan = Sample.Plan(Resolve(Pod("nginx:1"), Sample.Workload("nginx:1")), Pods);

        Assert.Single(plan.Backups);
    }

    [Fact]
    public void Opted_out_owner_opts_its_pods_out()
    {
        var plan = Sample.Plan(Resolve(Pod("nginx:1", "proxy:2"), Sample.Workload("nginx:1") with { Skip = true }), All);

        Assert.All(plan.Verdicts, verdict => Assert.Equal(ImageDecisionReason.WorkloadOptedOut, verdict.Reason));
    }

    [Fact]
    public void Pod_is_never_held()
    {
        var plan = Sample.Plan(Pod("nginx:1"), Pods);

        Assert.False(DeletionProtectionPlanner.Decide(plan, new PolicySet([Pods]), _ => BackupState.Pending, Sample.Now).Hold);
    }

    [Fact]
    public void Owner_that_was_read_names_the_topmost_of_the_chain()
    {
        var rollout = new WorkloadKey(new("argoproj.io", "v1", "rollouts", "Rollout", "", WorkloadCapabilities.None), "default", "web");
        var set = rollout with { Name = "web-1", Type = rollout.Type with { Group = "apps", Kind = "ReplicaSet" } };

        var pod = OwnerChain.Resolve(Pod("nginx:1"), _ => null, owner => owner.Kind switch
        {
            "ReplicaSet" => (set, new WorkloadOwner("argoproj.io/v1", "Rollout", "web")),
            _ => (rollout, null),
        });

        Assert.Equal(rollout, pod.User);
        Assert.Empty(pod.Owners);
    }

    [Fact]
    public void Pod_of_an_argo_rollout_belongs_to_it_by_the_name_of_its_replicaset()
    {
        var pod = Pod("nginx:1") with
        {
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["rollouts-pod-template-hash"] = "5f7c8d" },
        };

        Assert.Equal(new WorkloadOwner("argoproj.io/v1alpha1", "Rollout", "web"), OwnerChain.Nearest(pod));
    }

    [Fact]
    public void Pod_without_a_readable_owner_is_its_own_user()
    {
        var pod = OwnerChain.Resolve(Pod("nginx:1"), _ => null, _ => null);

        Assert.Equal(pod.Key, pod.User);
    }

    [Fact]
    public void Owners_that_go_in_circles_are_followed_for_a_bounded_number_of_steps()
    {
        var circle = Sample.Workload("nginx:1") with { Owner = new WorkloadOwner("apps/v1", "Deployment", "web") };

        Assert.InRange(Resolve(Pod("nginx:1"), circle).Owners.Count, 1, 8);
    }

    private static Workload Pod(params string[] images) => Sample.Workload(images) with
    {
        Key = new WorkloadKey(WorkloadTypes.Pod, "default", "web-5f7c8d-abcde"),
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["pod-template-hash"] = "5f7c8d" },
        Owner = new WorkloadOwner("apps/v1", "ReplicaSet", "web-5f7c8d"),
    };

    private static Workload Resolve(Workload pod, Workload owner) =>
        OwnerChain.Resolve(pod, it => it.IsOf(owner.Key.Type) && it.Name == owner.Key.Name ? owner : null, _ => null);
}
