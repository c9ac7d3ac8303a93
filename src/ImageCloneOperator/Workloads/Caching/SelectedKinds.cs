using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Policies.Compilation;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>
/// Has the kinds that are not always watched watched while a policy asks for them, and only then: pods are most of what a cluster has, and
/// further kinds may not be there at all.
/// </summary>
internal sealed class SelectedKinds(CompiledPolicies policies, WorkloadCaches workloads) : IReconciler<string>
{
    public const string Key = "kinds";

    public Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var wanted = policies.Planner.Policies.OptionalTypes.ToHashSet();
        foreach (var type in workloads.OptionalTypes.Where(type => !wanted.Contains(type))) workloads.Remove(type);
        foreach (var type in wanted) workloads.Add(type);
        return Task.FromResult(ReconciliationResult.Success());
    }
}
