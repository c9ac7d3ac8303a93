using ImageCloneOperator.Workloads.Rewriting;
using k8s.Models;

namespace ImageCloneOperator.Tests.Workloads.Rewriting;

public sealed class PodDenialTests
{
    [Theory]
    [InlineData("Error creating: admission webhook \"a.example.com\" denied the request: not from here")]
    [InlineData("(combined from similar events): Error creating: admission webhook \"a.example.com\" denied the request: not from here")]
    [InlineData("create Pod web-0 in StatefulSet web failed error: admission webhook \"a\" denied the request without explanation")]
    [InlineData(
        "Error creating: pods \"web-1\" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'b' denied request: not from here")]
    [InlineData("Error creating: pods \"web-1\" is forbidden: image policy webhook backend denied one or more images: no")]
    public void Refusal_by_admission_counts(string note) =>
        Assert.Equal("Deployment shop/web", PodDenial.WorkloadOf(Event(note, "apps/v1", "ReplicaSet", "web-5f7c8d"))?.ToString());

    [Theory]
    [InlineData("Error creating: pods \"web-1\" is forbidden: exceeded quota: a, requested: pods=1, used: pods=1, limited: pods=1")]
    [InlineData("Error creating: pods \"web-1\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true")]
    [InlineData("Error creating: pods \"web-\" is forbidden: error looking up service account shop/web: serviceaccount \"web\" not found")]
    [InlineData("Error creating: Internal error occurred: failed calling webhook \"a\": failed to call webhook: permission denied")]
    [InlineData("")]
    public void Refusal_for_other_reasons_does_not_count(string note) =>
        Assert.Null(PodDenial.WorkloadOf(Event(note, "apps/v1", "ReplicaSet", "web-5f7c8d")));

    [Theory]
    [InlineData("apps/v1", "StatefulSet", "web", "StatefulSet shop/web")]
    [InlineData("batch/v1", "Job", "web-1", "Job shop/web-1")]
    [InlineData("apps/v1", "ReplicaSet", "my-web-5f7c8d", "Deployment shop/my-web")]
    [InlineData("apps/v1", "ReplicaSet", "bare", null)]
    [InlineData("apps/v1", "ReplicaSet", "-", null)]
    [InlineData("example.com/v1", "ReplicaSet", "web-5f7c8d", null)]
    public void Refusal_belongs_to_the_workload_that_makes_the_pod(string apiVersion, string kind, string name, string? workload) =>
        Assert.Equal(
            workload, PodDenial.WorkloadOf(Event("admission webhook \"a\" denied the request: no", apiVersion, kind, name))?.ToString());

    private static Eventsv1Event Event(string note, string apiVersion, string kind, string name) => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = "shop" },
        Regarding = new V1ObjectReference { ApiVersion = apiVersion, Kind = kind, Name = name, NamespaceProperty = "shop" },
        Note = note,
    };
}
