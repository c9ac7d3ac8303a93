using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Workloads.Caching;

internal static class WorkloadMarks
{
    /// <summary>It carries an annotation of a rewrite that was made, or that was given up.</summary>
    public static bool IsRewritten(this Workload workload) =>
        workload.Annotations.ContainsKey(WellKnown.OriginalImagesAnnotation) || workload.Contested is not null;
}
