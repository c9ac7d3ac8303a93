using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>For each policy and each image of the workload one verdict, by policy and then by image.</summary>
public sealed record WorkloadPlan(Workload Workload, NamespaceInfo Namespace, IReadOnlyList<ImageDecision> Verdicts)
{
    public IEnumerable<PlannedBackup> Backups => Verdicts.Select(verdict => verdict.Backup).OfType<PlannedBackup>();
}
