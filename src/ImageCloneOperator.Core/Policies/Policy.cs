using ImageCloneOperator.Core.Credentials.Clouds;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Policies;

/// <summary>A valid policy, whole, with its patterns compiled: decisions read nothing else of it.</summary>
public sealed record Policy
{
    public required string Name { get; init; }

    public bool Suspended { get; init; }

    public required TargetRegistry Target { get; init; }

    /// <summary>The target speaks HTTP instead of HTTPS.</summary>
    public bool TargetPlainHttp { get; init; }

    /// <summary>The authorities to trust for the target's certificate, beside the system's.</summary>
    public CertificateAuthoritySecret? TargetAuthority { get; init; }

    /// <summary>The secret that pushes; an empty namespace is the operator's own.</summary>
    public SecretName? TargetSecret { get; init; }

    /// <summary>Whose identity pushes where no secret does.</summary>
    public CloudProvider TargetProvider { get; init; }

    /// <summary>How repositories are made at the target that a push does not find; null: they are not.</summary>
    public RepositoryTemplate? NewRepositories { get; init; }

    /// <summary>The target makes no repository by itself.</summary>
    public bool TargetNeedsRepositories => CloudHost.IsEcr(Target.Registry, TargetProvider);

    /// <summary>What is done where another writer has put other content under a copy's tag.</summary>
    public ConflictRule OnConflict { get; init; }

    public LabelSelector NamespaceSelector { get; init; } = LabelSelector.Everything;

    /// <summary>System namespaces are backed up too; nothing there is ever held or rewritten.</summary>
    public bool IncludeSystemNamespaces { get; init; }

    public LabelSelector WorkloadSelector { get; init; } = LabelSelector.Everything;

    /// <summary>Kinds by their Kubernetes names.</summary>
    public IReadOnlyCollection<string> WorkloadKinds { get; init; } = [.. WorkloadTypes.Default.Select(type => type.Kind)];

    /// <summary>Further kinds; where policies describe one resource otherwise, <see cref="PolicySet.AdditionalTypes"/> decides.</summary>
    public IReadOnlyList<WorkloadType> AdditionalWorkloads { get; init; } = [];

    public bool Selects(WorkloadType type) => WorkloadTypes.Selectable.Contains(type)
        ? WorkloadKinds.Contains(type.Kind, StringComparer.Ordinal)
        : AdditionalWorkloads.Any(type.IsSameResource);

    /// <summary>Whether it has to know what there is of the kind.</summary>
    public bool Watches(WorkloadType type) => Selects(type) || (RunningDigests && type.IsPod);

    /// <summary>Globs on the full repository; an image must match one.</summary>
    public IReadOnlyList<Glob> Include { get; init; } = [Glob.Everything];

    public IReadOnlyList<Glob> Exclude { get; init; } = [];

    /// <summary>Empty: the whole image.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Signatures, SBOMs and attestations are copied too.</summary>
    public bool Referrers { get; init; } = true;

    /// <summary>What pods run is copied too where their tag has other content by now.</summary>
    public bool RunningDigests { get; init; }

    public TagRules TagRules { get; init; } = TagRules.BuiltIn;

    public bool UseImagePullSecrets { get; init; } = true;

    /// <summary>Secrets that read sources.</summary>
    public IReadOnlyList<SourceSecret> SourceSecrets { get; init; } = [];

    /// <summary>The registries that images come from, where one is reached in a way of its own.</summary>
    public IReadOnlyList<RegistryConnection> SourceRegistries { get; init; } = [];

    public BackupQuota Quota { get; init; } = BackupQuota.Default;

    /// <summary>How long a deleted workload is held at most; null: not at all.</summary>
    public TimeSpan? MaxHold { get; init; } = PolicyDefaults.MaxHold;

    /// <summary>How often each copy is checked to be still at the target.</summary>
    public TimeSpan VerifyInterval { get; init; } = PolicyDefaults.VerifyInterval;

    /// <summary>The catalogue at the target; null: none.</summary>
    public CatalogRule? Catalog { get; init; } = CatalogRule.Default;

    /// <summary>How long a backup that no workload uses is kept.</summary>
    public TimeSpan UnusedFor { get; init; } = PolicyDefaults.UnusedFor;

    /// <summary>An image that is no longer kept is deleted from the target too.</summary>
    public bool DeleteImages { get; init; }

    public RewriteMode RewriteMode { get; init; }

    public RewriteTrigger RewriteTrigger { get; init; }

    public SourceProbeRule SourceProbe { get; init; } = SourceProbeRule.Default;

    /// <summary>The names of the secrets, in the namespace of each pod, that pull the copies; only with mode Pod.</summary>
    public IReadOnlyList<string> PodPullSecrets { get; init; } = [];

    /// <summary>
    /// The secret whose credential the operator keeps as a pull secret where pods run from the copies; null: it keeps none.
    /// </summary>
    public SecretName? PullSecret { get; init; }

    /// <summary>Whether workloads or pods are pointed at the copies.</summary>
    public bool Rewrites => !Suspended && RewriteMode != RewriteMode.None;

    /// <summary>Whether it has to be known if sources can be reached.</summary>
    public bool ChecksSources => Rewrites && RewriteTrigger == RewriteTrigger.SourceUnavailable;
}
