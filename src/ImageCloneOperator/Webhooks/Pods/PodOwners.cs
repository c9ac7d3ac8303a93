using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>Finds the workloads that a pod belongs to, in caches that are there anyway.</summary>
internal sealed class PodOwners(WorkloadCaches workloads)
{
    private const string TemplateHash = "pod-template-hash";

    /// <summary>
    /// The nearest first: a Job, and then the CronJob that made it. None for a pod of its own, and for one of a custom resource.
    /// </summary>
    public IEnumerable<Workload> Of(AdmittedPod pod)
    {
        if (WorkloadReader.Owner(pod.Metadata.OwnerReferences) is not { } owner || Find(owner, pod) is not { } workload) yield break;
        yield return workload;
        // One step and no more: who owns whom is in users' hands, and may go in circles.
        if (workload.Owner is { } maker && maker.Kind == workload.Key.Type.Maker && Find(maker, pod) is { } made) yield return made;
    }

    private Workload? Find(WorkloadOwner owner, AdmittedPod pod)
    {
        if (WorkloadTypes.Find(owner.ApiVersion, owner.Kind) is { } type)
            return workloads.Find(new WorkloadKey(type, pod.Namespace, owner.Name));
        return WorkloadTypes.FindByPodOwner(owner.ApiVersion, owner.Kind) is { } through
            ? workloads.Find(
                new WorkloadKey(through, pod.Namespace, NameOf(owner.Name, pod.Metadata.Label(TemplateHash))))
            : null;
    }

    /// <summary>The Deployment controller names its ReplicaSets so, and a cache of ReplicaSets would be the largest of all.</summary>
    private static string NameOf(string podOwner, string? hash) =>
        !string.IsNullOrEmpty(hash) && podOwner.EndsWith($"-{hash}", StringComparison.Ordinal) ? podOwner[..^(hash.Length + 1)] : "";
}
