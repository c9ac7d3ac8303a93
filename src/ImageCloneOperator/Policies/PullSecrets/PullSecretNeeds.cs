using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Options;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>Finds the namespaces whose pods pull copies of a policy: by the plan of a rewrite, so that sources have a say.</summary>
internal sealed class PullSecretNeeds(
    WorkloadCaches workloads, WorkloadPlanner planner, IResourceCache<ImageBackup> backups, IKubernetesClient client, RunOptions options)
{
    private const string Running = "status.phase!=Succeeded,status.phase!=Failed";

    /// <summary>The namespaces whose next pods run from copies of the policy.</summary>
    public SortedSet<string> NamespacesOf(Policy policy)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (policy.PullSecret is null || (policy.RewriteMode == RewriteMode.Pod && options.Webhook is null)) return found;
        foreach (var image in backups
            .ByIndex(BackupLookup.ByPolicy, policy.Name)
            .Select(BackupLookup.Source)
            .Distinct(StringComparer.Ordinal))
        {
            foreach (var workload in workloads.Using(image))
            {
                var ns = workload.Key.Namespace;
                if (!found.Contains(ns) && Plan(workload, policy.RewriteMode)?.PoliciesInUse.Contains(policy.Name) is true) found.Add(ns);
            }
        }

        return found;
    }

    /// <summary>Whether something of the namespace still names the secret: pods pull again when they start anew.</summary>
    public async Task<bool> IsNamedAsync(string ns, string secret, CancellationToken cancellationToken)
    {
        if (workloads.InNamespace(ns).Any(workload => workload.IsRewritten() && Names(workload))) return true;
        var pods = WorkloadResource.Of(WorkloadTypes.Pod, client.Json);
        var next = new ListOptions { Namespace = ns, FieldSelector = Running };
        ListPage<Workload> page;
        do
        {
            page = await client.ListAsync(pods, next, cancellationToken);
            if (page.Items.Any(Names)) return true;
            next = next with { Continue = page.Continue };
        }
        while (page.Continue is not null);
        return false;

        bool Names(Workload workload) => workload.PullSecrets.Any(named => named.Name == secret);
    }

    private RewritePlan? Plan(Workload workload, RewriteMode mode)
    {
        if (mode == RewriteMode.Workload) return planner.Rewrite(workload);
        var (plan, rewrite) = planner.JudgePod(workload);
        return plan.Namespace.Terminating ? null : rewrite;
    }
}
