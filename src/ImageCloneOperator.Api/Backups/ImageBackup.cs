using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Api.Backups;

/// <summary>One image and its copy: the operator makes one for each policy and image; a person may make one by hand too.</summary>
[KubernetesEntity(
    Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KindName, PluralName = Plural)]
[EntityScope(EntityScope.Cluster)]
[ResourceNames(ShortNames = ["ib", "imgbak"], Categories = [ApiGroup.Category])]
[PrinterColumn("Source", ".spec.source", Description = "The image.")]
[PrinterColumn("Ready", ".status.conditions[?(@.type==\"Ready\")].status", Description = "Whether the target holds the image.")]
[PrinterColumn("Reason", ".status.conditions[?(@.type==\"Ready\")].reason", Description = "Why it is so.")]
[PrinterColumn("Progress", ".status.progress.percent", Description = "How far the copy is.")]
[PrinterColumn("Size", ".status.size", Description = "The size of the image.")]
[PrinterColumn("Used-By", ".status.usedByCount", Type = "integer", Description = "How many workloads use the image.")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("Target", ".spec.target", Priority = 1, Description = "The copy.")]
[PrinterColumn("Digest", ".status.target.digest", Priority = 1, Description = "The copy's digest.")]
public sealed class ImageBackup : CustomKubernetesEntity<ImageBackupSpec, ImageBackupStatus>
{
    public const string KindName = "ImageBackup";

    public const string Plural = "imagebackups";

    public ImageBackup()
    {
        ApiVersion = ApiGroup.ApiVersion;
        Kind = KindName;
    }
}
