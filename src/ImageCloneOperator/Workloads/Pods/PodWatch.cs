using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Pods;

/// <summary>Has pods watched while a policy asks for them, and only then: they are most of what a cluster has.</summary>
internal sealed class PodWatch(CompiledPolicies policies, WorkloadCaches workloads) : IReconciler<string>
{
    public const string Key = "pods";

    public Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (policies.Planner.Policies.Policies.Any(policy => !policy.Suspended && policy.Selects(WorkloadTypes.Pod)))
            workloads.Add(WorkloadTypes.Pod);
        else workloads.Remove(WorkloadTypes.Pod);
        return Task.FromResult(ReconciliationResult.Success());
    }
}
