using System.Collections.ObjectModel;

namespace ImageCloneOperator.Core.Workloads;

/// <summary>What the plan needs to know of a workload.</summary>
public sealed record WorkloadInfo(WorkloadId Id)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>It carries the skip annotation.</summary>
    public bool Skip { get; init; }

    /// <summary>The images of containers, init containers and image volumes.</summary>
    public IReadOnlyList<ContainerImage> Images { get; init; } = [];

    /// <summary>The images before rewriting, from the annotation: see <see cref="OriginalImages"/>.</summary>
    public IReadOnlyDictionary<string, string> Originals { get; init; } = OriginalImages.None;

    /// <summary>Another writer has won the images, and the operator leaves them alone: see <see cref="RewriteConflict"/>.</summary>
    public RewriteConflict? Contested { get; init; }

    /// <summary>Somebody else owns the template and compares it: the workload belongs to a custom resource.</summary>
    public bool OwnedByCustomResource { get; init; }

    /// <summary>The pod template's pull secrets and its ServiceAccount's.</summary>
    public IReadOnlyList<SecretName> PullSecrets { get; init; } = [];

    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>It carries the finalizer.</summary>
    public bool Held { get; init; }

    /// <summary>The container's image as its owner wrote it: the kept original while the template still has our copy of it.</summary>
    public string Original(ContainerImage image) =>
        Originals.TryGetValue(image.Container, out var original) && OriginalImages.IsCopy(image.Image, original) ? original : image.Image;
}
