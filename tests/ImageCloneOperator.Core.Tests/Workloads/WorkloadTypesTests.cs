using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Workloads;

public sealed class WorkloadTypesTests
{
    [Fact]
    public void Built_in_kinds_are_found_by_api_version_and_kind()
    {
        Assert.Equal(WorkloadTypes.MaxKinds, WorkloadTypes.Selectable.DistinctBy(type => type.Kind).Count());
        Assert.All(WorkloadTypes.Selectable, type => Assert.Same(type, WorkloadTypes.Find(type.ApiVersion, type.Kind)));
        Assert.Null(WorkloadTypes.Find("apps/v1", WorkloadTypes.Job.Kind));
    }

    [Fact]
    public void Kind_is_found_by_the_kind_that_owns_its_pods()
    {
        Assert.Same(WorkloadTypes.Deployment, WorkloadTypes.FindByPodOwner("apps/v1", "ReplicaSet"));
        Assert.Null(WorkloadTypes.FindByPodOwner("apps/v2", "ReplicaSet"));
        Assert.Null(WorkloadTypes.FindByPodOwner("apps/v1", "Deployment"));
    }

    [Fact]
    public void Kinds_are_named_as_the_API_and_kubectl_name_them()
    {
        Assert.Equal("apps/v1", WorkloadTypes.Deployment.ApiVersion);
        Assert.Equal("deployments.apps", WorkloadTypes.Deployment.Resource);
        Assert.Equal(("v1", "pods"), (WorkloadTypes.Pod.ApiVersion, WorkloadTypes.Pod.Resource));
    }

    [Fact]
    public void Parts_of_a_workload_are_named_for_people()
    {
        Assert.Equal("volumes/data", ContainerImage.ForVolume("data", "nginx").Container);
        Assert.Equal("ns/s", new SecretName("ns", "s").ToString());
        Assert.Equal("default", new Workload(new WorkloadKey(WorkloadTypes.Job, "a", "b")).ServiceAccount);
    }

    [Fact]
    public void Only_a_jobs_template_cannot_be_changed() =>
        Assert.Equal([WorkloadTypes.Job], WorkloadTypes.BuiltIn.Where(type => !type.IsRewritable));

    [Fact]
    public void Keys_are_ordered_by_namespace_then_kind_then_name()
    {
        WorkloadKey[] keys =
        [
            new(WorkloadTypes.DaemonSet, "a", "z"),
            new(WorkloadTypes.Deployment, "a", "a"),
            new(WorkloadTypes.Deployment, "a", "b"),
            new(WorkloadTypes.CronJob, "b", "a"),
        ];

        Assert.Equal(keys, keys.Reverse().Order());
        Assert.True(keys[0].CompareTo(null) > 0);
    }

    [Fact]
    public void Keys_are_compared_by_that_order()
    {
        var (first, same, last) = (Key("a"), Key("a"), Key("b"));

        Assert.True(first < last && first <= last && first <= same && last > first && last >= first && first >= same);
        Assert.False(last < first || last <= first || first < same || first > last || first >= last || first > same);

        static WorkloadKey Key(string name) => new(WorkloadTypes.Job, "ns", name);
    }

    [Fact]
    public void Two_kinds_of_one_name_and_different_groups_are_two_workloads()
    {
        var other = WorkloadTypes.Deployment with { Group = "example.com" };

        Assert.NotEqual(new WorkloadKey(WorkloadTypes.Deployment, "a", "b"), new WorkloadKey(other, "a", "b"));
        Assert.NotEqual(0, new WorkloadKey(WorkloadTypes.Deployment, "a", "b").CompareTo(new WorkloadKey(other, "a", "b")));
    }
}
