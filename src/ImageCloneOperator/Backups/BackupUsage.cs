using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Policies;
using ImageCloneOperator.Workloads;

namespace ImageCloneOperator.Backups;

/// <summary>Finds the workloads for whose sake a backup is there.</summary>
internal sealed class BackupUsage(PolicyStore policies, IEnumerable<IWorkloadCache> workloads, IResourceCache<Namespace> namespaces)
{
    public const string BySource = "source";

    /// <summary>In the order of namespace, kind and name.</summary>
    public IReadOnlyList<(WorkloadId Id, IWorkload Workload)> Of(ImageBackup backup)
    {
        var planner = policies.Planner;
        return
        [
            .. workloads.SelectMany(cache => cache.Using(backup.Spec.Source).Select(workload => (Info: cache.Read(workload), Workload: workload)))
                .Where(user => IsWanted(planner, user.Info, backup))
                .Select(user => (user.Info.Id, user.Workload))
                .OrderBy(user => user.Id),
        ];
    }

    private bool IsWanted(Planner planner, WorkloadInfo workload, ImageBackup backup)
    {
        if (namespaces.Get(new EntityKey("", workload.Id.Namespace)) is not { } ns) return false;
        return planner.Plan(workload, WorkloadReader.Read(ns)).Backups
            .Any(wanted => wanted.Key.Policy == backup.Spec.PolicyName && wanted.Key.Source.ToString() == backup.Spec.Source);
    }
}
