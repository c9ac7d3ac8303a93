using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Policies;

/// <summary>A secret that reads sources.</summary>
/// <param name="Name">An empty namespace is the operator's own.</param>
/// <param name="Namespaces">The namespaces that may have what it reads; null: all that the policy selects.</param>
public sealed record SourceSecret(SecretName Name, LabelSelector? Namespaces = null)
{
    /// <param name="ns">Null for all that the policy selects together.</param>
    public bool IsSharedWith(NamespaceInfo? ns) => Namespaces is null || (ns is not null && Namespaces.Matches(ns.Labels));
}
