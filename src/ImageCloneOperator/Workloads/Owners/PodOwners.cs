using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Owners;

/// <summary>Finds what a pod belongs to, in caches that are there anyway and in what <see cref="OwnerReader"/> has read.</summary>
internal sealed class PodOwners(WorkloadCaches workloads, OwnerReader reader)
{
    /// <summary>The pod with its owners; any other workload as it is.</summary>
    public Workload With(Workload pod)
    {
        var ns = pod.Key.Namespace;
        return OwnerChain.Resolve(pod, owner => workloads.Find(ns, owner), owner => reader.Find(ns, owner));
    }
}
