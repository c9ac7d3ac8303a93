using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Hosting;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>Says on a workload what its next pods will run from: what the webhook did is in the API server's audit log alone.</summary>
internal sealed class PodOutlook(WorkloadJudge judge, WorkloadEvents events, OperatorOptions options)
{
    public void Report(IWorkload workload, WorkloadPlan plan)
    {
        if (judge.IsPending(plan, RewriteMode.Pod)) return;
        var covered = judge.JudgePod(plan.Workload).Rewrite.Containers.Where(container => container.Policy is not null).ToList();
        if (covered.Count == 0) events.ReportPods(workload, rewritten: false, "");
        else if (options.Webhook is null) events.ReportPods(workload, rewritten: false, "New pods run from their sources: the operator runs without webhooks (--webhook-bind-address)");
        else events.ReportPods(workload, covered.Exists(container => container.Final != container.Original), Note(covered));
    }

    private static string Note(IEnumerable<ContainerRewrite> covered) =>
        "In new pods: " + string.Join("; ", covered.Select(container => $"{container.Container}: {container.Original}: {container.Message}"));
}
