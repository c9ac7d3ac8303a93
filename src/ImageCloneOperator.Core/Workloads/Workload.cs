using System.Collections.ObjectModel;

namespace ImageCloneOperator.Core.Workloads;

/// <summary>A workload of any kind, as far as the operator needs to know it.</summary>
public sealed record Workload(WorkloadKey Key)
{
    public string Uid { get; init; } = "";

    public string ResourceVersion { get; init; } = "";

    public long? Generation { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The operator's annotations; those of others are not kept.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>The controller that it belongs to.</summary>
    public WorkloadOwner? Owner { get; init; }

    /// <summary>Of a pod: the workloads that its chain of owners leads to, nearest first.</summary>
    public IReadOnlyList<Workload> Owners { get; init; } = [];

    /// <summary>Of a pod: the topmost of its owners that is known.</summary>
    public WorkloadKey? Root { get; init; }

    /// <summary>What a backup names as its user.</summary>
    public WorkloadKey User => Root ?? Key;

    /// <summary>It carries the skip annotation.</summary>
    public bool Skip { get; init; }

    /// <summary>The images of containers, init containers, ephemeral containers and image volumes.</summary>
    public IReadOnlyList<ContainerImage> Images { get; init; } = [];

    /// <summary>The images before rewriting, from the annotation: see <see cref="OriginalImages"/>.</summary>
    public IReadOnlyDictionary<string, string> Originals { get; init; } = OriginalImages.None;

    /// <summary>Of a pod: what its containers run, where their images do not say it themselves.</summary>
    public IReadOnlyList<RunningImage> Running { get; init; } = [];

    /// <summary>Another writer has won the images, and the operator leaves them alone: see <see cref="RewriteConflict"/>.</summary>
    public RewriteConflict? Contested { get; init; }

    /// <summary>Somebody else owns the template and compares it: the workload belongs to a custom resource.</summary>
    public bool OwnedByCustomResource { get; init; }

    /// <summary>The ServiceAccount of its pods, in its namespace.</summary>
    public string ServiceAccount { get; init; } = "default";

    /// <summary>The pod template's pull secrets, and its ServiceAccount's where that is known.</summary>
    public IReadOnlyList<SecretName> PullSecrets { get; init; } = [];

    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>It carries the finalizer.</summary>
    public bool Held { get; init; }

    /// <summary>The container's image as its owner wrote it: the kept original while the template still has our copy of it.</summary>
    public string Original(ContainerImage image) =>
        Originals.TryGetValue(image.Container, out var original) && OriginalImages.IsCopy(image.Image, original) ? original : image.Image;
}
