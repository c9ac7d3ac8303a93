using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Backups;

/// <summary>A pull secret of a workload.</summary>
public sealed record PullSecretReference
{
    /// <summary>The secret's namespace.</summary>
    [Required, Pattern(Grammar.NamespaceName, Grammar.NamespaceNameHint), Size(Max = Grammar.NamespaceNameMaxLength)]
    public string Namespace { get; set; } = "";

    /// <summary>The secret's name.</summary>
    [Required, Pattern(Grammar.ObjectName, Grammar.ObjectNameHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string Name { get; set; } = "";
}
