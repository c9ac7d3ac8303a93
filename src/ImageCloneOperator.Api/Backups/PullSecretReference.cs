using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Kubernetes.Schemas;

namespace ImageCloneOperator.Api.Backups;

/// <summary>A pull secret of a workload.</summary>
public sealed record PullSecretReference
{
    /// <summary>The secret's namespace.</summary>
    [Required, Pattern(Grammar.NamespaceName), MaxLength(Grammar.NamespaceNameMaxLength)]
    public string Namespace { get; set; } = "";

    /// <summary>The secret's name.</summary>
    [Required, Pattern(Grammar.ObjectName), MaxLength(Grammar.ObjectNameMaxLength)]
    public string Name { get; set; } = "";
}
