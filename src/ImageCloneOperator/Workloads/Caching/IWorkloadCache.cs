using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>The workloads of one kind, findable by what the operator asks about them.</summary>
internal interface IWorkloadCache
{
    string Kind { get; }

    IEnumerable<IWorkload> All();

    IWorkload? Find(string @namespace, string name);

    /// <summary>Those that use the image, by its canonical name.</summary>
    IEnumerable<IWorkload> Using(string image);

    /// <summary>Those that carry the operator's finalizer.</summary>
    IEnumerable<IWorkload> Held();

    /// <summary>Those that carry an annotation of a rewrite.</summary>
    IEnumerable<IWorkload> Rewritten();

    WorkloadInfo Read(IWorkload workload) => WorkloadReader.Read(workload, Kind);
}
