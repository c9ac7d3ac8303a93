using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>Decides a pod's images, and says why.</summary>
internal sealed record PodRewrite(RewritePlan Plan, string Explanation)
{
    /// <summary>
    /// As a pod of all these workloads, but with its own images: a container that somebody has put in counts too, where it has a copy.
    /// </summary>
    public static PodRewrite Of(WorkloadPlanner judge, IEnumerable<Workload> workloads, AdmittedPod pod)
    {
        var (plan, rewrite) = judge.JudgePod(
            [.. workloads.Select(workload => workload with { Images = pod.Images, Originals = pod.Originals })]);
        if (plan.Namespace.Terminating)
            return new PodRewrite(new RewritePlan([]), $"namespace {pod.Namespace} is not known yet, or is being deleted");
        // An image that no policy of this mode has a say in is as whoever made the pod wants it, even where it once was a copy.
        var own = rewrite with
        {
            Containers = [.. rewrite.Containers.Select(
                container => container.Policy is null ? container with { Desired = container.Current } : container)],
        };
        return new PodRewrite(own, Explain(plan, own));
    }

    private static string Explain(WorkloadPlan plan, RewritePlan rewrite) =>
        rewrite.Containers.Any(container => container.Policy is not null)
            ? string.Join(
                "; ",
                rewrite.Containers.Select(container => $"{container.Container}: {ShortText.Of(container.Original)}: {container.Message}"))
            : string.Join("; ", plan.Verdicts.Select(verdict => $"{verdict.Policy}: {verdict.Message}").Distinct(StringComparer.Ordinal));
}
