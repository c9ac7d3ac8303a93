using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using k8s.Models;

namespace ImageCloneOperator.Backups.Planning;

/// <summary>Finds the workloads for whose sake a backup is there.</summary>
internal sealed class BackupUsers(
    CompiledPolicies policies, WorkloadCaches workloads, PodOwners owners, IResourceCache<V1Namespace> namespaces)
{
    /// <summary>
    /// The same, once the owners of pods are known. What the leader has read of them for its plan this replica may not have.
    /// </summary>
    public async Task<IReadOnlyList<Workload>> LearnAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        foreach (var pod in workloads.Using(backup.Spec.Source)) await owners.LearnAsync(pod, cancellationToken);
        return Of(backup);
    }

    /// <summary>
    /// In the order of namespace, kind and name. The image is judged once, not for each of its users: a popular one has thousands, and is
    /// looked at when any of them changes.
    /// </summary>
    public IReadOnlyList<Workload> Of(ImageBackup backup) => Of(backup.Spec.PolicyName, backup.Spec.Source);

    /// <inheritdoc cref="Of(ImageBackup)"/>
    /// <param name="policyName">The backup's policy.</param>
    /// <param name="image">The backup's source.</param>
    public IReadOnlyList<Workload> Of(string policyName, string image)
    {
        var planner = policies.Planner;
        if (planner.Policies.Find(policyName) is not { } policy
            || !ImageReference.TryParse(image, out var source, out _)
            || !planner.BacksUp(policy, source)) return [];
        var known = new Dictionary<string, NamespaceInfo?>(StringComparer.Ordinal);
        return
        [
            .. workloads.Using(image)
                .Select(owners.With)
                .Where(workload => NamespaceOf(workload, known) is { } ns && planner.Selects(policy, workload, ns))
                .OrderBy(workload => workload.Key),
        ];
    }

    /// <summary>
    /// The content that pods run under the canonical name of an image, where the policy looks at that. A pod that runs from a copy runs
    /// what the target has.
    /// </summary>
    public IReadOnlyList<Digest> Running(string policyName, string image)
    {
        var planner = policies.Planner;
        if (planner.Policies.Find(policyName) is not { RunningDigests: true } policy) return [];
        var known = new Dictionary<string, NamespaceInfo?>(StringComparer.Ordinal);
        return
        [
            .. workloads.Using(image)
                .Where(pod => pod.Running.Count > 0)
                .Select(owners.With)
                .Where(pod => NamespaceOf(pod, known) is { } ns && planner.Covers(policy, pod, ns))
                .SelectMany(pod => pod.Running.Where(running => Names(pod, running.Container, image)))
                .Select(running => running.Digest)
                .Distinct()
                .OrderBy(digest => digest.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>Null where it is gone or invalid.</summary>
    public Policy? PolicyOf(string name) => policies.Find(name);

    /// <summary>Whether all kinds that the policy selects have been read: until then, that a backup has no users means nothing.</summary>
    public bool AreKnown(Policy policy) => policies.Planner.Policies.OptionalTypesOf(policy).All(workloads.HasSynced);

    private static bool Names(Workload pod, string container, string image) =>
        pod.Images.First(each => each.Container == container) is var named
        && pod.Original(named) == named.Image
        && ImageReference.Parse(named.Image).ToString() == image;

    private NamespaceInfo? NamespaceOf(Workload workload, Dictionary<string, NamespaceInfo?> known)
    {
        var name = workload.Key.Namespace;
        if (!known.TryGetValue(name, out var found))
            known[name] = found = namespaces.Get(new EntityKey("", name)) is { } ns ? WorkloadReader.Read(ns) : null;
        return found;
    }
}
