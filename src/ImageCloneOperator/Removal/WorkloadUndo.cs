using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Removal;

/// <summary>
/// The next write that takes the operator's annotations off a workload, and before that puts the images back that it replaced.
/// </summary>
/// <param name="Patch">Refused when the workload is not the one that was read.</param>
/// <param name="Changes">The same for people.</param>
internal sealed record WorkloadUndo(Patch Patch, IReadOnlyList<string> Changes)
{
    private const string OurPrefix = ApiGroup.Name + "/";

    /// <summary>The names of the annotations that the operator writes; <c>skip</c> is the user's own.</summary>
    public static IEnumerable<string> Annotations(IEnumerable<string> names) =>
        names.Where(name => name.StartsWith(OurPrefix, StringComparison.Ordinal) && name != WellKnown.SkipAnnotation);

    /// <summary>What all writes together would change.</summary>
    public static IEnumerable<string> Preview(UnstructuredWorkload workload) =>
        [.. Images(Plan(workload)), .. Annotations(workload.Workload.Annotations.Keys).Select(Removed)];

    /// <returns>Null when there is nothing to undo.</returns>
    public static WorkloadUndo? Of(UnstructuredWorkload workload)
    {
        var plan = Plan(workload);
        if (plan.Changes.Any() && RewritePatch.Next(workload, plan) is { } step)
            return new WorkloadUndo(step.Patch, step.WritesImages ? [.. Images(plan)] : []);

        string[] annotations = [.. Annotations(workload.Workload.Annotations.Keys)];
        return annotations.Length == 0
            ? null
            : new WorkloadUndo(
                RewritePatch.Annotate(workload, annotations.Select(name => (name, (string?)null)), kept: []).Patch,
                [.. annotations.Select(Removed)]);
    }

    /// <summary>Only images that still are the copies that the operator put there: one that the user has changed since stays.</summary>
    private static RewritePlan Plan(UnstructuredWorkload workload) => RewritePlanner.Plan(
        new WorkloadPlan(workload.Workload, new NamespaceInfo(workload.Workload.Key.Namespace), []),
        new PolicySet([]),
        RewriteMode.None,
        _ => BackupState.Pending);

    private static IEnumerable<string> Images(RewritePlan plan) =>
        plan.Changes.Select(image => $"{image.Container}: image {image.Current} is {image.Desired} again");

    private static string Removed(string annotation) => $"annotation {annotation} removed";
}
