using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Policies.PullSecrets;

/// <summary>Where the pull secrets are that the operator keeps for a policy.</summary>
public sealed record PullSecretState
{
    /// <summary>More namespaces than this get none.</summary>
    public const int MaxNamespaces = 5000;

    /// <summary>The namespaces that have it, or are about to.</summary>
    [ListSet, Size(Max = MaxNamespaces)]
    public List<string>? Namespaces { get; set; }

    /// <summary>The namespaces whose pods run from copies and that cannot be given it; the condition PullSecretsMissing says why.</summary>
    [ListSet, Size(Max = MaxNamespaces)]
    public List<string>? Missing { get; set; }
}
