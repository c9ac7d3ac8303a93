using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api;

/// <summary>
/// A secret with credentials: kubernetes.io/dockerconfigjson, dockercfg, basic-auth, or Opaque with docker-server, docker-username
/// and docker-password.
/// </summary>
public sealed record SecretReference
{
    /// <summary>The secret's name.</summary>
    [Required, Pattern(Grammar.ObjectName, Grammar.ObjectNameHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string Name { get; set; } = "";

    /// <summary>The secret's namespace; the operator's own when left out. Others need the opt-in role in config/rbac.</summary>
    [Pattern(Grammar.NamespaceName, Grammar.NamespaceNameHint), Size(Max = Grammar.NamespaceNameMaxLength)]
    public string? Namespace { get; set; }
}
