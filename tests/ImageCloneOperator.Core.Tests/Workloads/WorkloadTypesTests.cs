using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Workloads;

public sealed class WorkloadTypesTests
{
    [Fact]
    public void Built_in_kinds_are_found_by_api_version_and_kind()
    {
        Assert.Equal(WorkloadTypes.MaxKinds, WorkloadTypes.BuiltIn.DistinctBy(type => type.Kind).Count());
        Assert.All(WorkloadTypes.BuiltIn, type => Assert.Same(type, WorkloadTypes.Find(type.ApiVersion, type.Kind)));
        Assert.Null(WorkloadTypes.Find("apps/v1", WorkloadTypes.Job.Kind));
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
    }

    [Fact]
    public void Two_kinds_of_one_name_and_different_groups_are_two_workloads()
    {
        var other = WorkloadTypes.Deployment with { Group = "example.com" };

        Assert.NotEqual(new WorkloadKey(WorkloadTypes.Deployment, "a", "b"), new WorkloadKey(other, "a", "b"));
        Assert.NotEqual(0, new WorkloadKey(WorkloadTypes.Deployment, "a", "b").CompareTo(new WorkloadKey(other, "a", "b")));
    }
}
