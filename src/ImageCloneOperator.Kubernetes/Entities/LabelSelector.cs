namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>metav1.LabelSelector</c>: all of matchLabels and matchExpressions must hold; an empty one selects everything.</summary>
public sealed record LabelSelector
{
    public Dictionary<string, string>? MatchLabels { get; init; }

    public List<LabelSelectorRequirement>? MatchExpressions { get; init; }
}
