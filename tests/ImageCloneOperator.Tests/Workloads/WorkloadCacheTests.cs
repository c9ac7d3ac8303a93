using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Tests.Workloads;

public sealed class WorkloadCacheTests
{
    private readonly ResourceCacheOptions<Deployment> _options = new();

    public WorkloadCacheTests() => WorkloadCache<Deployment>.Configure(_options);

    [Fact]
    public void Kept_part_of_a_workload_plans_as_the_whole()
    {
        var whole = WorkloadReader.Read(Web(), "Deployment");

        var kept = WorkloadReader.Read(_options.Transform!(Web()), "Deployment");

        Assert.Equal(whole.Images, kept.Images);
        Assert.Equal(["registry.example.com/data:1", "nginx", "busybox"], kept.Images.Select(image => image.Image).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(whole.Labels, kept.Labels);
        Assert.Equal(whole.PullSecrets, kept.PullSecrets);
        Assert.Equal((true, true), (kept.Skip, kept.Held));
    }

    [Fact]
    public void Fields_that_nobody_reads_are_forgotten()
    {
        var kept = _options.Transform!(Web());

        Assert.Equal([WellKnown.SkipAnnotation], kept.Metadata.Annotations!.Keys);
        Assert.Equal(["data"], kept.Spec!.Template!.Spec!.Volumes!.Select(volume => volume.Name));
    }

    [Fact]
    public void A_workload_without_a_template_is_kept_and_annotations_of_others_are_still_told_from_none()
    {
        var bare = _options.Transform!(new Deployment { Metadata = new ObjectMeta { Name = "bare", Annotations = new(StringComparer.Ordinal) { ["a"] = "b" } } });

        Assert.Empty(bare.Metadata.Annotations!);
        Assert.Empty(((IReadOnlyCollection<ContainerImage>)WorkloadReader.Read(bare, "Deployment").Images));
    }

    private static Deployment Web() => new()
    {
        Metadata = new ObjectMeta
        {
            Name = "web",
            Namespace = "default",
            Labels = new(StringComparer.Ordinal) { ["app"] = "web" },
            Annotations = new(StringComparer.Ordinal) { ["deployment.kubernetes.io/revision"] = "7", [WellKnown.SkipAnnotation] = "true", ["note"] = new string('x', 10_000) },
            Finalizers = [WellKnown.BackupProtectionFinalizer],
        },
        Spec = new WorkloadSpec
        {
            Template = new PodTemplateSpec
            {
                Spec = new PodSpec
                {
                    Containers = [new Container { Name = "main", Image = "nginx" }],
                    InitContainers = [new Container { Name = "init", Image = "busybox" }],
                    ImagePullSecrets = [new LocalObjectReference { Name = "pull" }],
                    Volumes = [new Volume { Name = "tmp" }, new Volume { Name = "data", Image = new ImageVolumeSource { Reference = "registry.example.com/data:1" } }],
                },
            },
        },
    };
}
