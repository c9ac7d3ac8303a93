namespace ImageCloneOperator.Core.Workloads;

/// <summary>Follows a pod's owners upwards.</summary>
public static class OwnerChain
{
    /// <summary>The label with which the Deployment controller names its ReplicaSets.</summary>
    private const string TemplateHash = "pod-template-hash";

    /// <summary>The same of Argo Rollouts.</summary>
    private const string RolloutsHash = "rollouts-pod-template-hash";

    /// <summary>Who owns whom is in users' hands, and may go in circles.</summary>
    private const int MaxSteps = 8;

    /// <summary>
    /// The owner of a pod; where it is a ReplicaSet that bears the name of its Deployment or Rollout, that one: a cache of ReplicaSets
    /// would be the largest of all.
    /// </summary>
    public static WorkloadOwner? Nearest(Workload pod)
    {
        if (pod.Owner is not { } owner || WorkloadTypes.FindByPodOwner(owner.ApiVersion, owner.Kind) is not { } through) return pod.Owner;
        if (NameLess(TemplateHash) is { } deployment) return new WorkloadOwner(through.ApiVersion, through.Kind, deployment);
        return NameLess(RolloutsHash) is { } rollout ? new WorkloadOwner("argoproj.io/v1alpha1", "Rollout", rollout) : owner;

        string? NameLess(string label) => pod.Labels.GetValueOrDefault(label) is { Length: > 0 } hash
            && owner.Name.EndsWith($"-{hash}", StringComparison.Ordinal) ? owner.Name[..^(hash.Length + 1)] : null;
    }

    /// <summary>The pod with its owners.</summary>
    /// <param name="pod">Any workload: one that is no pod stays as it is.</param>
    /// <param name="known">Finds a workload that is watched.</param>
    /// <param name="read">Finds the key and the owner of what was read beside those; null where it could not be.</param>
    public static Workload Resolve(
        Workload pod, Func<WorkloadOwner, Workload?> known, Func<WorkloadOwner, (WorkloadKey Key, WorkloadOwner? Owner)?> read)
    {
        if (!pod.Key.Type.IsPod || pod.Owner is null) return pod;
        List<Workload> owners = [];
        WorkloadKey? root = null;
        var next = Nearest(pod) is { } nearest && known(nearest) is not null ? nearest : pod.Owner;
        for (var step = 0; step < MaxSteps && next is not null; step++)
        {
            if (known(next) is { } workload)
            {
                owners.Add(workload);
                (root, next) = (workload.Key, workload.Owner);
            }
            else if (owners.Count == 0 && read(next) is { } found) (root, next) = found;
            else break;
        }

        return pod with { Owners = owners, Root = root };
    }
}
