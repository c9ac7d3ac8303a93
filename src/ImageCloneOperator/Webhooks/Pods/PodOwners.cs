using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>Finds the workloads that a pod belongs to, in caches that are there anyway.</summary>
internal sealed class PodOwners(IEnumerable<IWorkloadCache> caches)
{
    private const string TemplateHash = "pod-template-hash";

    private readonly Dictionary<string, IWorkloadCache> _caches = caches.ToDictionary(cache => cache.Kind, StringComparer.Ordinal);

    /// <summary>The nearest first: a Job, and then the CronJob that made it. None for a pod of its own, and for one of a custom resource.</summary>
    public IEnumerable<WorkloadInfo> Of(AdmittedPod pod)
    {
        if (ControllerOf(pod.Metadata) is not { } owner || Find(owner, pod) is not var (cache, workload)) yield break;
        yield return cache.Read(workload);
        // One step and no more: who owns whom is in users' hands, and may go in circles.
        if (owner.Kind == "Job" && ControllerOf(workload.Metadata) is { Kind: "CronJob" } maker && Find(maker, pod) is var (makers, cronJob))
            yield return makers.Read(cronJob);
    }

    private static OwnerReference? ControllerOf(ObjectMeta metadata) => metadata.OwnerReferences?.Find(reference => reference.Controller == true);

    private (IWorkloadCache Cache, IWorkload Workload)? Find(OwnerReference owner, AdmittedPod pod)
    {
        var (kind, name) = owner switch
        {
            { ApiVersion: "apps/v1", Kind: "ReplicaSet" } => ("Deployment", DeploymentOf(owner.Name, pod.Metadata.Labels?.GetValueOrDefault(TemplateHash))),
            { ApiVersion: "apps/v1" or "batch/v1" } => (owner.Kind, owner.Name),
            _ => ("", ""),
        };
        return _caches.GetValueOrDefault(kind) is { } cache && cache.Find(pod.Namespace, name) is { } workload ? (cache, workload) : null;
    }

    /// <summary>The Deployment controller names its ReplicaSets so, and a cache of ReplicaSets would be the largest of all.</summary>
    private static string DeploymentOf(string replicaSet, string? hash) =>
        !string.IsNullOrEmpty(hash) && replicaSet.EndsWith($"-{hash}", StringComparison.Ordinal) ? replicaSet[..^(hash.Length + 1)] : "";
}
