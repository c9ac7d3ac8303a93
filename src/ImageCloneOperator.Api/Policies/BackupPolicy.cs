using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Api.Policies;

/// <summary>Which workloads' images are backed up, into which registry, and how they are kept.</summary>
[KubernetesEntity(
    Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KindName, PluralName = Plural)]
[EntityScope(EntityScope.Cluster)]
[ResourceNames(ShortNames = ["ibp"], Categories = [ApiGroup.Category])]
[PrinterColumn("Target", ".spec.target.registry", Description = "The registry that the backups go to.")]
[PrinterColumn("Ready", ".status.conditions[?(@.type==\"Ready\")].status", Description = "Whether every image is backed up.")]
[PrinterColumn("Reason", ".status.conditions[?(@.type==\"Ready\")].reason", Description = "Why it is so.")]
[PrinterColumn("Images", ".status.images.summary", Description = "Images backed up, of all images that the policy covers.")]
[PrinterColumn("Failed", ".status.images.failed", Type = "integer", Description = "Images that cannot be backed up.")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn(
    "Unprotected",
    ".status.unprotected.images",
    Type = "integer",
    Priority = 1,
    Description = "Images that the cluster uses and of which no policy has a Ready copy.")]
[PrinterColumn("Message", ".status.conditions[?(@.type==\"Ready\")].message", Priority = 1, Description = "What there is to do.")]
[Cel("self.metadata.name.size() <= 63", "metadata.name: " + NameIsLabelValue)]
public sealed class BackupPolicy : CustomKubernetesEntity<BackupPolicySpec, BackupPolicyStatus>
{
    public const string KindName = "BackupPolicy";

    internal const string NameIsLabelValue = "at most 63 characters, since the name is also a label's value on the policy's backups";

    public const string Plural = "backuppolicies";

    public BackupPolicy()
    {
        ApiVersion = ApiGroup.ApiVersion;
        Kind = KindName;
    }
}
