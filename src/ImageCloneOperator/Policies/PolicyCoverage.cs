using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;

namespace ImageCloneOperator.Policies;

/// <summary>
/// Tells whether every image that a policy wants has its ImageBackup: until then, that all of them are Ready means nothing.
/// </summary>
internal sealed class PolicyCoverage(WorkloadCaches workloads, WorkloadPlanner judge, IResourceCache<ImageBackup> backups)
{
    public bool IsComplete(string policy) => workloads.All()
        .SelectMany(workload => judge.Plan(workload).Backups)
        .Where(backup => backup.Key.Policy == policy)
        .All(backup => backups.Get(new EntityKey("", ImageBackupName.For(policy, backup.Key.Source.ToString()))) is not null);
}
