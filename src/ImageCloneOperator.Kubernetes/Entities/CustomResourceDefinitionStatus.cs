using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Whether a custom kind is served: condition <c>Established</c>.</summary>
public sealed record CustomResourceDefinitionStatus
{
    public List<Condition>? Conditions { get; init; }
}
