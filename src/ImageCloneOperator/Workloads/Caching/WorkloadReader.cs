using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Workloads.Caching;

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
    /// <param name="account">Its ServiceAccount, where known: its pull secrets serve too.</param>
    public static WorkloadInfo Read(IWorkload workload, string kind, ServiceAccount? account = null)
    {
        var metadata = workload.Metadata;
        var ns = metadata.Namespace ?? "";
        var pod = workload.PodTemplate?.Spec;
        return Identify(workload, kind) with
        {
            Images = pod is null ? [] : Images(pod),
            Originals = OriginalImages.Parse(metadata.Annotations?.GetValueOrDefault(WellKnown.OriginalImagesAnnotation)),
            Contested = RewriteConflict.Parse(metadata.Annotations?.GetValueOrDefault(WellKnown.RewriteContestedAnnotation)),
            OwnedByCustomResource = metadata.OwnerReferences?.Exists(IsCustomController) == true,
            PullSecrets = PullSecrets(ns, [.. pod?.ImagePullSecrets ?? [], .. account?.ImagePullSecrets ?? []]),
            DeletionTimestamp = metadata.DeletionTimestamp,
            Held = IsHeld(metadata),
        };
    }

    /// <summary>Who it is and what policies select it by, without its images.</summary>
    public static WorkloadInfo Identify(IWorkload workload, string kind) =>
        new(new WorkloadId(kind, workload.Metadata.Namespace ?? "", workload.Metadata.Name ?? ""))
        {
            Labels = workload.Metadata.Labels ?? NoLabels,
            Skip = IsSkipped(workload.Metadata),
        };

    public static bool IsSkipped(ObjectMeta metadata) => metadata.Annotations?.GetValueOrDefault(WellKnown.SkipAnnotation) == "true";

    public static bool IsHeld(ObjectMeta metadata) =>
        metadata.Finalizers?.Contains(WellKnown.BackupProtectionFinalizer, StringComparer.Ordinal) == true;

    /// <summary>It carries an annotation of a rewrite that was made, or that was given up.</summary>
    public static bool IsRewritten(ObjectMeta metadata) =>
        metadata.Annotations?.ContainsKey(WellKnown.OriginalImagesAnnotation) is true || IsContested(metadata);

    public static bool IsContested(ObjectMeta? metadata) => metadata?.Annotations?.ContainsKey(WellKnown.RewriteContestedAnnotation) is true;

    public static IReadOnlyList<SecretName> PullSecrets(string ns, IEnumerable<LocalObjectReference>? references) =>
        [.. (references ?? []).Select(reference => reference.Name).OfType<string>().Distinct(StringComparer.Ordinal).Select(name => new SecretName(ns, name))];

    /// <summary>The images of containers, init containers and image volumes, in that order.</summary>
    public static IReadOnlyList<ContainerImage> Images(PodSpec pod) =>
    [
        .. (pod.Containers ?? []).Concat(pod.InitContainers ?? [])
            .Select(container => new ContainerImage(container.Name, container.Image ?? "")),
        .. (pod.Volumes ?? []).Where(volume => volume.Image?.Reference is { Length: > 0 })
            .Select(volume => ContainerImage.ForVolume(volume.Name, volume.Image!.Reference!)),
    ];

    private static bool IsCustomController(OwnerReference owner) =>
        owner.Controller == true && !BuiltIn.Contains(owner.ApiVersion, StringComparer.Ordinal);
}
