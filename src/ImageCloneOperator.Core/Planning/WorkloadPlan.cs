using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>For each policy and each image of the workload one verdict, by policy and then by image.</summary>
public sealed record WorkloadPlan(Workload Workload, NamespaceInfo Namespace, IReadOnlyList<ImageDecision> Verdicts)
{
    /// <summary>
    /// The plan of a pod from those of the workloads that it belongs to, nearest first: a policy covers the pod where it covers one of
    /// them.
    /// </summary>
    public static WorkloadPlan Merge(IReadOnlyList<WorkloadPlan> plans) => plans.Count == 1 ? plans[0] : plans[0] with
    {
        Verdicts =
        [
            .. plans.SelectMany(plan => plan.Verdicts)
                .GroupBy(verdict => (verdict.Policy, verdict.Image))
                .Select(verdicts => verdicts.FirstOrDefault(verdict => verdict.Backup is not null)
                    ?? verdicts.MaxBy(verdict => verdict.Reason)!),
        ],
    };

    public IEnumerable<PlannedBackup> Backups => Verdicts.Select(verdict => verdict.Backup).OfType<PlannedBackup>();
}
