using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Options;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>Says on a workload what its next pods will run from: what the webhook did is in the API server's audit log alone.</summary>
internal sealed class PodRewriteEvents(CompiledPolicies policies, BackupStateReader backups, WorkloadEvents events, RunOptions options)
{
    /// <returns>The images of its next pods; null where no policy has a say in these, or not all of their copies are ready.</returns>
    public RewritePlan? Report(Workload workload, WorkloadPlan plan)
    {
        var all = policies.Planner.Policies;
        if (all.IsSystem(workload.Key.Namespace)) return null;
        var copies = plan.Backups
            .Select(backup => (Policy: all.Find(backup.Key.Policy), State: backups.Of(backup)))
            .Where(copy => copy.Policy is { RewriteMode: RewriteMode.Pod }).ToList();
        if (copies.Count == 0) events.ReportPods(workload, rewritten: false, "");
        else if (options.Webhook is null)
        {
            events.ReportPods(
                workload, rewritten: false, "New pods run from their sources: the operator runs without webhooks (--webhook-bind-address)");
        }
        else if (!copies.Exists(copy => copy.State is { Ready: false, Failed: false }))
            return Report(workload, RewritePlanner.Plan(plan, all, RewriteMode.Pod, backups.Of), copies);
        return null;
    }

    /// <summary>
    /// All that is ready for an outage and waits for it is as it should be, and no news on every workload at every start.
    /// </summary>
    private RewritePlan Report(Workload workload, RewritePlan rewrite, List<(Policy? Policy, BackupState State)> copies)
    {
        var covered = rewrite.Containers.Where(container => container.Policy is not null).ToList();
        var isNormal = copies.TrueForAll(
            copy => copy is { Policy.RewriteTrigger: RewriteTrigger.SourceUnavailable, State: { Ready: true, SourceUnavailable: false } });
        events.ReportPods(workload, covered.Exists(container => container.Final != container.Original), Note(covered), isNormal);
        return rewrite;
    }

    private static string Note(IEnumerable<ContainerRewrite> covered) =>
        "In new pods: "
        + string.Join("; ", covered.Select(container => $"{container.Container}: {container.Original}: {container.Message}"));
}
