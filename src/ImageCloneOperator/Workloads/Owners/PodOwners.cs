using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Owners;

/// <summary>Finds what a pod belongs to, in caches that are there anyway and in what <see cref="OwnerReader"/> has read.</summary>
internal sealed class PodOwners(WorkloadCaches workloads, OwnerReader reader)
{
    /// <summary>Reads what is not known yet of the pod's owners; of any other workload all is known.</summary>
    public Task LearnAsync(Workload pod, CancellationToken cancellationToken) =>
        pod.Key.Type.IsPod ? reader.ReadAsync(pod, cancellationToken) : Task.CompletedTask;

    /// <summary>The pod with its owners; any other workload as it is.</summary>
    public Workload With(Workload pod)
    {
        var ns = pod.Key.Namespace;
        return OwnerChain.Resolve(pod, owner => workloads.Find(ns, owner), owner => reader.Find(ns, owner));
    }
}
