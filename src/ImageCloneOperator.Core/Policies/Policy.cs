using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Policies;

/// <summary>A valid policy, with its patterns compiled.</summary>
public sealed record Policy
{
    public required string Name { get; init; }

    public bool Suspended { get; init; }

    public required TargetRegistry Target { get; init; }

    public LabelSelector NamespaceSelector { get; init; } = LabelSelector.Everything;

    public LabelSelector WorkloadSelector { get; init; } = LabelSelector.Everything;

    /// <summary>Kinds by their Kubernetes names.</summary>
    public IReadOnlyCollection<string> WorkloadKinds { get; init; } = [.. WorkloadTypes.Default.Select(type => type.Kind)];

    /// <summary>Globs on the full repository; an image must match one.</summary>
    public IReadOnlyList<Glob> Include { get; init; } = [Glob.Everything];

    public IReadOnlyList<Glob> Exclude { get; init; } = [];

    /// <summary>Empty: the whole image.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    public TagRules TagRules { get; init; } = TagRules.BuiltIn;

    public bool UseImagePullSecrets { get; init; } = true;

    /// <summary>How long a deleted workload is held at most; null: not at all.</summary>
    public TimeSpan? MaxHold { get; init; } = TimeSpan.FromHours(1);

    public RewriteMode RewriteMode { get; init; }

    public RewriteTrigger RewriteTrigger { get; init; }

    /// <summary>The names of the secrets, in the namespace of each pod, that pull the copies; only with mode Pod.</summary>
    public IReadOnlyList<string> PodPullSecrets { get; init; } = [];

    /// <summary>Whether it has to be known if sources can be reached.</summary>
    public bool ChecksSources => !Suspended && RewriteMode != RewriteMode.None && RewriteTrigger == RewriteTrigger.SourceUnavailable;
}
