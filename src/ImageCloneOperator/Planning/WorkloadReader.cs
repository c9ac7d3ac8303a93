using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Planning;

/// <summary>Reads from Kubernetes objects what the plan needs to know.</summary>
internal static class WorkloadReader
{
    private static readonly Dictionary<string, string> NoLabels = new(StringComparer.Ordinal);

    // A CronJob never changes the Jobs that it has made.
    private static readonly string[] BuiltIn = ["v1", "apps/v1", "batch/v1"];

    public static NamespaceInfo Read(Namespace ns) => new(ns.Metadata.Name ?? "")
    {
        Labels = ns.Metadata.Labels ?? NoLabels,
        Skip = IsSkipped(ns.Metadata),
        Terminating = ns.Metadata.DeletionTimestamp is not null,
    };

    /// <param name="workload">A workload of any kind.</param>
    /// <param name="kind">Its kind: objects of a list do not carry one.</param>
    /// <param name="account">Its ServiceAccount, where known.</param>
    public static WorkloadInfo Read(IWorkload workload, string kind, ServiceAccount? account)
    {
        var metadata = workload.Metadata;
        var ns = metadata.Namespace ?? "";
        var pod = workload.PodTemplate?.Spec;
        return new WorkloadInfo(new WorkloadId(kind, ns, metadata.Name ?? ""))
        {
            Labels = metadata.Labels ?? NoLabels,
            Skip = IsSkipped(metadata),
            Images = pod is null ? [] : Images(pod),
            Originals = OriginalImages.Parse(metadata.Annotations?.GetValueOrDefault(WellKnown.OriginalImagesAnnotation)),
            OwnedByCustomResource = metadata.OwnerReferences?.Exists(IsCustomController) == true,
            PullSecrets = Secrets(ns, [.. pod?.ImagePullSecrets ?? [], .. account?.ImagePullSecrets ?? []]),
            DeletionTimestamp = metadata.DeletionTimestamp,
            Held = metadata.Finalizers?.Contains(WellKnown.BackupProtectionFinalizer, StringComparer.Ordinal) == true,
        };
    }

    /// <summary>The images of containers, init containers and image volumes, in that order.</summary>
    public static IReadOnlyList<ContainerImage> Images(PodSpec pod) =>
    [
        .. (pod.Containers ?? []).Concat(pod.InitContainers ?? [])
            .Select(container => new ContainerImage(container.Name, container.Image ?? "")),
        .. (pod.Volumes ?? []).Where(volume => volume.Image?.Reference is { Length: > 0 })
            .Select(volume => ContainerImage.ForVolume(volume.Name, volume.Image!.Reference!)),
    ];

    private static bool IsSkipped(ObjectMeta metadata) => metadata.Annotations?.GetValueOrDefault(WellKnown.SkipAnnotation) == "true";

    private static bool IsCustomController(OwnerReference owner) =>
        owner.Controller == true && !BuiltIn.Contains(owner.ApiVersion, StringComparer.Ordinal);

    private static SecretName[] Secrets(string ns, IEnumerable<LocalObjectReference> references) =>
        [.. references.Where(reference => reference.Name is not null).Select(reference => new SecretName(ns, reference.Name!)).Distinct()];
}
