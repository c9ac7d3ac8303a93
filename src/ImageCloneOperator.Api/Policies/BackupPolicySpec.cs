using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Policies.Limits;
using ImageCloneOperator.Api.Policies.PullSecrets;
using ImageCloneOperator.Api.Policies.Workloads;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.Api.Policies;

/// <summary>What the policy asks for.</summary>
[Cel(
    "!has(self.rewrite) || !has(self.rewrite.pullSecret) || !has(self.target.secretRef)"
    + " || self.rewrite.pullSecret.secretRef.name != self.target.secretRef.name"
    + " || has(self.rewrite.pullSecret.secretRef.namespace) != has(self.target.secretRef.namespace)"
    + " || (has(self.target.secretRef.namespace)"
    + " && self.rewrite.pullSecret.secretRef.namespace != self.target.secretRef.namespace)",
    PodPullSecret.NotThePushSecret)]
public sealed record BackupPolicySpec
{
    /// <summary>Stops all work for this policy and takes its finalizers and rewrites off the workloads; the copies stay.</summary>
    [ServerDefault]
    public bool Suspend { get; set; }

    /// <summary>The registry that the images are copied into.</summary>
    [Required]
    public BackupTarget Target { get; set; } = new();

    /// <summary>
    /// Which namespaces, by their labels; every namespace when empty. kube-system and the operator's own take part only with
    /// includeSystemNamespaces.
    /// </summary>
    public V1LabelSelector? NamespaceSelector { get; set; }

    /// <summary>
    /// Copies the images of kube-system and the operator's own namespace too. Nothing there is ever changed: no workload is held, and no
    /// workload or pod is pointed at the copies.
    /// </summary>
    [ServerDefault]
    public bool IncludeSystemNamespaces { get; set; }

    /// <summary>Which workloads, by their labels; every workload when empty.</summary>
    public V1LabelSelector? WorkloadSelector { get; set; }

    /// <summary>
    /// Which kinds of workload. With Pod, everything that runs: pods that belong to none of the other kinds, and what others have put into
    /// the pods of those.
    /// </summary>
    [ServerDefault, ListSet, Size(Min = 1, Max = WorkloadTypes.MaxKinds)]
    public List<WorkloadKind> WorkloadKinds { get; set; } = [WorkloadKind.Deployment, WorkloadKind.DaemonSet];

    /// <summary>
    /// Further kinds with a pod template, such as Argo Rollouts. The operator must be allowed to get, list and watch them. They are never
    /// held, and their templates stay as they are; with rewrite.mode Pod their pods run from the copies.
    /// </summary>
    [ListMap("group", "resource"), Size(Max = 32)]
    public List<AdditionalWorkload> AdditionalWorkloads { get; set; } = [];

    /// <summary>Which of the workloads' images, and what of them.</summary>
    [ServerDefault]
    public ImageSelection Images { get; set; } = new();

    /// <summary>
    /// How tags are treated: the first rule that matches wins. After them come two built-in rules: latest → Always, all else →
    /// WhenMissing.
    /// </summary>
    [Size(Max = Grammar.ListMaxItems)]
    public List<TagRule> TagRules { get; set; } = [];

    /// <summary>How the registries that images come from are reached.</summary>
    [ServerDefault]
    public ImageSources Sources { get; set; } = new();

    /// <summary>How much is copied for one namespace, and of one image.</summary>
    [ServerDefault]
    public BackupLimits Limits { get; set; } = new();

    /// <summary>Whether a workload may be deleted while its images are still being copied.</summary>
    [ServerDefault]
    public DeletionProtection DeletionProtection { get; set; } = new();

    /// <summary>Whether workloads or pods are pointed at the copies.</summary>
    [ServerDefault]
    public ImageRewrite Rewrite { get; set; } = new();

    /// <summary>How often each copy is checked to be still in the target.</summary>
    [ServerDefault, DurationRange("1s", "8760h")]
    public Duration VerifyInterval { get; set; } = new(PolicyDefaults.VerifyInterval);

    /// <summary>The list of all copies in the target, from which they are restored when the cluster is gone.</summary>
    [ServerDefault]
    public BackupCatalog Catalog { get; set; } = new();

    /// <summary>What becomes of backups that no workload uses any more.</summary>
    [ServerDefault]
    public BackupRetention Retention { get; set; } = new();
}
