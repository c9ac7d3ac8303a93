using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Backups.Planning;

/// <summary>Finds the workloads for whose sake a backup is there.</summary>
internal sealed class BackupUsers(CompiledPolicies policies, IEnumerable<IWorkloadCache> workloads, IResourceCache<Namespace> namespaces)
{
    public const string BySource = "source";

    /// <summary>
    /// In the order of namespace, kind and name. The image is judged once, not for each of its users: a popular one has thousands, and is looked
    /// at when any of them changes.
    /// </summary>
    public IReadOnlyList<(WorkloadId Id, IWorkload Workload)> Of(ImageBackup backup)
    {
        var planner = policies.Planner;
        if (planner.Policies.Find(backup.Spec.PolicyName) is not { } policy
            || !ImageReference.TryParse(backup.Spec.Source, out var source, out _)
            || !planner.BacksUp(policy, source)) return [];
        var known = new Dictionary<string, NamespaceInfo?>(StringComparer.Ordinal);
        return
        [
            .. workloads.SelectMany(cache => cache.Using(backup.Spec.Source).Select(workload => (Info: WorkloadReader.Identify(workload, cache.Kind), Workload: workload)))
                .Where(user => NamespaceOf(user.Info, known) is { } ns && planner.Selects(policy, user.Info, ns))
                .Select(user => (user.Info.Id, user.Workload))
                .OrderBy(user => user.Id),
        ];
    }

    private NamespaceInfo? NamespaceOf(WorkloadInfo workload, Dictionary<string, NamespaceInfo?> known)
    {
        var name = workload.Id.Namespace;
        if (!known.TryGetValue(name, out var found))
            known[name] = found = namespaces.Get(new EntityKey("", name)) is { } ns ? WorkloadReader.Read(ns) : null;
        return found;
    }
}
