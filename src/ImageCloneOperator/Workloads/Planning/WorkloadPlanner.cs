using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Planning;

/// <summary>Gathers from the caches what the pure plan asks for, and lets it decide on one workload.</summary>
internal sealed class WorkloadPlanner(
    CompiledPolicies policies, IResourceCache<V1Namespace> namespaces, PodOwners owners, BackupStateReader backups, TimeProvider time)
{
    public (WorkloadPlan Plan, DeletionProtectionDecision Hold) Judge(Workload workload)
    {
        var planner = policies.Planner;
        var plan = Plan(planner, workload);
        return (plan, DeletionProtectionPlanner.Decide(plan, planner.Policies, backups.Of, time.GetUtcNow()));
    }

    public WorkloadPlan Plan(Workload workload) => Plan(policies.Planner, workload);

    /// <inheritdoc cref="Rewrite(WorkloadPlan)"/>
    public RewritePlan? Rewrite(Workload workload) => Rewrite(Plan(workload));

    /// <summary>
    /// Plans the images of the template. Null where the template is not ours to write, in a system namespace, or is being deleted.
    /// </summary>
    public RewritePlan? Rewrite(WorkloadPlan plan)
    {
        var all = policies.Planner.Policies;
        return plan.Workload.DeletionTimestamp is null && !plan.Namespace.Terminating && !all.IsSystem(plan.Workload.Key.Namespace)
            ? WithPullSecrets(RewritePlanner.Plan(plan, all, RewriteMode.Workload, backups.Of), plan.Workload)
            : null;
    }

    /// <summary>Plans the images of a pod, given as the workloads that it belongs to, nearest first, with the pod's images.</summary>
    public (WorkloadPlan Plan, RewritePlan Rewrite) JudgePod(params IReadOnlyList<Workload> pod)
    {
        var planner = policies.Planner;
        var plan = WorkloadPlan.Merge([.. pod.Select(workload => Plan(planner, workload))]);
        return (plan, WithPullSecrets(RewritePlanner.Plan(plan, planner.Policies, RewriteMode.Pod, backups.Of), plan.Workload));
    }

    /// <summary>A name that a template has stays while the copies do: kubelet goes on without a secret that has gone.</summary>
    private RewritePlan WithPullSecrets(RewritePlan rewrite, Workload workload) => rewrite with
    {
        PullSecrets =
        [
            .. rewrite.PoliciesInUse.Select(policy => policies.PullSecretFor(policy, workload.Key.Namespace) ?? NamedBy(workload, policy))
                .OfType<string>(),
        ],
    };

    private string? NamedBy(Workload workload, string policy) => policies.Find(policy)?.PullSecret is null
        ? null
        : workload.PullSecrets.Select(secret => secret.Name).FirstOrDefault(name => name == ManagedPullSecret.NameOf(policy));

    private WorkloadPlan Plan(Planner planner, Workload workload) => planner.Plan(owners.With(workload), NamespaceOf(workload));

    /// <summary>A namespace that the cache does not know is being deleted, or so new that its own event comes next.</summary>
    private NamespaceInfo NamespaceOf(Workload workload) => namespaces.Get(new EntityKey("", workload.Key.Namespace)) is { } ns
        ? WorkloadReader.Read(ns)
        : new NamespaceInfo(workload.Key.Namespace) { Terminating = true };
}
