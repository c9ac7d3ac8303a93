using ImageCloneOperator.Api.Policies.PullSecrets;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Api.Policies;

/// <summary>Whether workloads or pods are pointed at the copies.</summary>
[Cel(
    "!has(self.imagePullSecrets) || size(self.imagePullSecrets) == 0 || self.mode == 'Pod'",
    SecretsNeedModePod)]
[Cel("!has(self.pullSecret) || self.mode != 'None'", PullSecretNeedsMode)]
public sealed record ImageRewrite
{
    internal const string SecretsNeedModePod = "imagePullSecrets are put on pods: they need mode Pod";

    internal const string PullSecretNeedsMode = "pullSecret is for pods that run from copies: set mode Workload or Pod, or leave it out";

    /// <summary>
    /// None; Workload changes the images in the pod template; Pod changes them in each new pod and leaves the template alone, as
    /// GitOps wants it.
    /// </summary>
    [ServerDefault]
    public RewriteMode Mode { get; set; } = RewriteMode.None;

    /// <summary>Ready: as soon as the copies are. SourceUnavailable: only while the source cannot be reached.</summary>
    [ServerDefault]
    public RewriteTrigger When { get; set; } = RewriteTrigger.Ready;

    /// <summary>Secrets, in the namespace of each pod, that rewritten pods pull the copies with.</summary>
    [ListMap("name"), Size(Max = Grammar.ListMaxItems)]
    public List<LocalSecretReference> ImagePullSecrets { get; set; } = [];

    /// <summary>
    /// A pull secret that the operator keeps, as imageclone-POLICY, in the namespaces whose pods run from the copies, and names in their
    /// templates or pods. Needs the opt-in role in config/components/managed-pull-secrets.
    /// </summary>
    public PodPullSecret? PullSecret { get; set; }

    /// <summary>With when: SourceUnavailable, how it is found out.</summary>
    [ServerDefault]
    public SourceCheck SourceCheck { get; set; } = new();
}
