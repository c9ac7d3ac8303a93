using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Sources;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>Which changes of a workload deserve a look: its status changes all the time and says nothing about its images.</summary>
internal static class WorkloadChanges
{
    /// <summary>It may use other images, or be selected by other policies.</summary>
    public static bool UseChanged(CacheChange<Workload> change) => change is not { Old: { } old, New: { } now }
        || old.DeletionTimestamp != now.DeletionTimestamp
        || old.Generation != now.Generation
        || !old.Images.SequenceEqual(now.Images)
        || !Predicates.Same(old.Labels, now.Labels)
        || !Predicates.Same(old.Annotations, now.Annotations);

    /// <summary>It may run other content, too.</summary>
    public static bool UseOrContentChanged(CacheChange<Workload> change) =>
        UseChanged(change) || !change.Old!.Running.SequenceEqual(change.New!.Running);

    /// <summary>Somebody has put the finalizer on it or taken it off, too.</summary>
    public static bool UseOrHoldChanged(CacheChange<Workload> change) => UseChanged(change) || change.Old!.Held != change.New!.Held;

    /// <summary>Its namespace is selected by other policies, opted in or out, or being deleted.</summary>
    public static bool SelectionChanged(CacheChange<V1Namespace> change) =>
        Predicates.LabelsChanged(change) || Predicates.AnnotationsChanged(change) || DeletionBegan(change);

    /// <summary>Its namespace is being deleted, which ends its hold sooner.</summary>
    public static bool DeletionBegan(CacheChange<V1Namespace> change) =>
        change.New?.Metadata.DeletionTimestamp is not null && change.Old?.Metadata.DeletionTimestamp is null;
}
