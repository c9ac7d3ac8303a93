using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api;

/// <summary>A secret by its name alone, as in a pod's <c>imagePullSecrets</c>.</summary>
public sealed record LocalSecretReference
{
    /// <summary>The secret's name, in the namespace of each pod.</summary>
    [Required, Pattern(Grammar.ObjectName, Grammar.ObjectNameHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string Name { get; set; } = "";
}
