using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Api.Policies.PullSecrets;

/// <summary>The credential that pods pull the copies with. Whoever may read secrets in a namespace that gets it may read it.</summary>
public sealed record PodPullSecret
{
    internal const string NotThePushSecret =
        "pods must not get the credential that pushes: name a secret that reads only, not the one of spec.target.secretRef";

    /// <summary>The secret with the credential, which must be able to read the copies, and nothing else.</summary>
    [Required]
    public SecretReference SecretRef { get; set; } = new();
}
