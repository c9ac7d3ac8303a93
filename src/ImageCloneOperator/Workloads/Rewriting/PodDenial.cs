using ImageCloneOperator.Core.Workloads;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>Reads an Event FailedCreate: a controller could not create a pod, and why.</summary>
internal static class PodDenial
{
    /// <summary>
    /// The workload whose pod admission denied. None where something else was in the way: a quota, the pod security standard, a missing
    /// ServiceAccount, a webhook that does not answer. Images are nothing to any of those.
    /// </summary>
    public static WorkloadKey? WorkloadOf(Eventsv1Event failed) =>
        failed is { Note: { } note, Regarding: { Kind: { } kind, Name: { } name } regarding } && IsDenial(note)
            ? Key(regarding.ApiVersion, kind, failed.Metadata.NamespaceProperty ?? "", name)
            : null;

    public static long Count(Eventsv1Event failed) => failed.Series?.Count ?? failed.DeprecatedCount ?? 1;

    /// <summary>In UTC.</summary>
    public static DateTime LastTime(Eventsv1Event failed) =>
        failed.DeprecatedLastTimestamp
        ?? failed.Series?.LastObservedTime
        ?? failed.EventTime
        ?? failed.Metadata.CreationTimestamp
        ?? DateTime.UnixEpoch;

    /// <summary>
    /// A webhook "denied the request", a ValidatingAdmissionPolicy "denied request", ImagePolicyWebhook "denied one or more images".
    /// </summary>
    private static bool IsDenial(string note) =>
        note.Contains(" denied the request", StringComparison.Ordinal)
        || note.Contains(" denied request", StringComparison.Ordinal)
        || note.Contains(" denied one or more images", StringComparison.Ordinal);

    private static WorkloadKey? Key(string? apiVersion, string kind, string ns, string name)
    {
        if (WorkloadTypes.Find(apiVersion, kind) is { } type) return new WorkloadKey(type, ns, name);
        // A ReplicaSet is named after its Deployment and the hash of the pods' template, which has no hyphen.
        return WorkloadTypes.FindByPodOwner(apiVersion, kind) is { } through && name.LastIndexOf('-') is > 0 and var end
            ? new WorkloadKey(through, ns, name[..end])
            : null;
    }
}
