using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>The plan of a whole cluster: each workload's verdicts and all wanted backups.</summary>
public sealed record ClusterPlan(IReadOnlyList<WorkloadPlan> Workloads, IReadOnlyList<WantedBackup> Backups)
{
    /// <summary>A namespace that is not among <paramref name="namespaces"/> is taken to have no labels.</summary>
    public static ClusterPlan Create(PolicySet policies, IEnumerable<NamespaceInfo> namespaces, IEnumerable<Workload> workloads)
    {
        var planner = new Planner(policies);
        var byName = namespaces.ToDictionary(ns => ns.Name, StringComparer.Ordinal);
        WorkloadPlan[] plans =
        [
            .. workloads
                .OrderBy(workload => workload.Key)
                .Select(
                    workload => planner.Plan(workload, byName.GetValueOrDefault(workload.Key.Namespace) ?? new(workload.Key.Namespace))),
        ];
        return new ClusterPlan(plans, WantedBackup.Gather(plans, policies));
    }
}
