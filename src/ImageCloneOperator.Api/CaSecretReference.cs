using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api;

/// <summary>
/// A secret in the operator's namespace with the certificates (PEM) of the authorities that a registry's certificate may come
/// from.
/// </summary>
public sealed record CaSecretReference
{
    /// <summary>The secret's name.</summary>
    [Required, Pattern(Grammar.ObjectName, Grammar.ObjectNameHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string Name { get; set; } = "";

    /// <summary>Which of the secret's keys holds the certificates.</summary>
    [ServerDefault, Pattern(Grammar.SecretKey, Grammar.SecretKeyHint), Size(Max = Grammar.SecretKeyMaxLength)]
    public string Key { get; set; } = "ca.crt";
}
