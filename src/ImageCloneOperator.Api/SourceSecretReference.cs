using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using k8s.Models;

namespace ImageCloneOperator.Api;

/// <summary>A secret that reads images, of one of the types that spec.target.secretRef takes.</summary>
public sealed record SourceSecretReference
{
    /// <summary>The secret's name.</summary>
    [Required, Pattern(Grammar.ObjectName, Grammar.ObjectNameHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string Name { get; set; } = "";

    /// <summary>The secret's namespace; the operator's own when left out. Others need the opt-in role in config/rbac.</summary>
    [Pattern(Grammar.NamespaceName, Grammar.NamespaceNameHint), Size(Max = Grammar.NamespaceNameMaxLength)]
    public string? Namespace { get; set; }

    /// <summary>
    /// Which namespaces may run from copies of what only this secret reads, by their labels; when left out, all that the policy selects.
    /// </summary>
    public V1LabelSelector? Namespaces { get; set; }
}
