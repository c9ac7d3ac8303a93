using System.Collections.ObjectModel;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>Reads from Kubernetes objects what the plan needs to know.</summary>
internal static class WorkloadReader
{
    private const string OurPrefix = ApiGroup.Name + "/";

    // A CronJob never changes the Jobs that it has made.
    private static readonly string[] BuiltIn = ["v1", "apps/v1", "batch/v1"];

    public static NamespaceInfo Read(V1Namespace ns) => new(ns.Metadata.Name ?? "")
    {
        Labels = (Dictionary<string, string>?)ns.Metadata.Labels ?? Empty,
        Skip = IsSkipped(ns.Metadata),
        Terminating = ns.Metadata.DeletionTimestamp is not null,
        DeletionTimestamp = ns.Metadata.DeletionTimestamp,
    };

    /// <param name="type">Its kind: objects of a list do not carry one.</param>
    /// <param name="pod">The spec of its pods; null where it has none.</param>
    public static Workload Read(WorkloadType type, V1ObjectMeta metadata, PodSpec? pod)
    {
        var ns = metadata.NamespaceProperty ?? "";
        var labels = (Dictionary<string, string>?)metadata.Labels;
        labels?.TrimExcess();
        return new Workload(new WorkloadKey(type, ns, metadata.Name ?? ""))
        {
            Uid = metadata.Uid ?? "",
            ResourceVersion = metadata.ResourceVersion ?? "",
            Generation = metadata.Generation,
            Labels = labels ?? Empty,
            Annotations = Ours(metadata.Annotations),
            Finalizers = (List<string>?)metadata.Finalizers ?? [],
            Owner = Owner(metadata.OwnerReferences),
            Skip = IsSkipped(metadata),
            Images = pod is null ? [] : Images(pod),
            Originals = OriginalImages.Parse(metadata.Annotation(WellKnown.OriginalImagesAnnotation)),
            Contested = RewriteConflict.Parse(metadata.Annotation(WellKnown.RewriteContestedAnnotation)),
            OwnedByCustomResource = metadata.OwnerReferences?.Any(IsCustomController) == true,
            ServiceAccount = pod?.ServiceAccountName is { Length: > 0 } account ? account : "default",
            PullSecrets = PullSecrets(ns, pod?.ImagePullSecrets),
            DeletionTimestamp = metadata.DeletionTimestamp,
            Held = metadata.Finalizers?.Contains(WellKnown.BackupProtectionFinalizer) is true,
        };
    }

    /// <summary>The workload with the pull secrets of its ServiceAccount too.</summary>
    public static Workload WithAccount(Workload workload, V1ServiceAccount? account) => account?.ImagePullSecrets is { Count: > 0 } secrets
        ? workload with { PullSecrets = [.. workload.PullSecrets.Union(PullSecrets(workload.Key.Namespace, secrets))] }
        : workload;

    public static IReadOnlyList<SecretName> PullSecrets(string ns, IEnumerable<V1LocalObjectReference>? references) =>
        [.. (references ?? [])
            .Select(reference => reference.Name)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(name => new SecretName(ns, name))];

    /// <summary>The images of containers, init containers, ephemeral containers and image volumes, in that order.</summary>
    public static IReadOnlyList<ContainerImage> Images(PodSpec pod) =>
    [
        .. (pod.Containers ?? []).Concat(pod.InitContainers ?? []).Concat(pod.EphemeralContainers ?? [])
            .Select(container => new ContainerImage(container.Name, container.Image ?? "")),
        .. (pod.Volumes ?? []).Where(volume => volume.Image?.Reference is { Length: > 0 })
            .Select(volume => ContainerImage.ForVolume(volume.Name, volume.Image!.Reference!)),
    ];

    /// <summary>What the containers run, where their images do not say it themselves.</summary>
    public static IReadOnlyList<RunningImage> Running(IReadOnlyList<ContainerImage> images, PodStatus? status)
    {
        if (status is null) return [];
        var byName = images.DistinctBy(image => image.Container).ToDictionary(image => image.Container, StringComparer.Ordinal);
        return
        [
            .. (status.ContainerStatuses ?? []).Concat(status.InitContainerStatuses ?? []).Concat(status.EphemeralContainerStatuses ?? [])
                .Select(container => byName.TryGetValue(container.Name, out var image) ? RunningImage.Read(image, container.ImageID) : null)
                .OfType<RunningImage>(),
        ];
    }

    public static bool IsSkipped(V1ObjectMeta metadata) => metadata.Annotation(WellKnown.SkipAnnotation) == "true";

    public static WorkloadOwner? Owner(IEnumerable<V1OwnerReference>? references) =>
        references?.FirstOrDefault(reference => reference.Controller == true) is { } owner
            ? new(owner.ApiVersion, owner.Kind, owner.Name, owner.Uid ?? "")
            : null;

    private static IReadOnlyDictionary<string, string> Empty => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Of a large cluster's workloads, the annotations of others are most of what they would take in memory.</summary>
    private static IReadOnlyDictionary<string, string> Ours(IDictionary<string, string>? annotations) =>
        annotations?.Keys.Any(IsOurs) is true
            ? annotations.Where(annotation => IsOurs(annotation.Key)).ToDictionary(StringComparer.Ordinal)
            : Empty;

    private static bool IsOurs(string name) => name.StartsWith(OurPrefix, StringComparison.Ordinal);

    private static bool IsCustomController(V1OwnerReference owner) =>
        owner.Controller == true && !BuiltIn.Contains(owner.ApiVersion, StringComparer.Ordinal);
}
