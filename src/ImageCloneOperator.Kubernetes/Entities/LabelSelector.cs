namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>metav1.LabelSelector</c>: all of matchLabels and matchExpressions must hold; an empty one selects everything.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels with the values that they must have.</summary>
    public Dictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Requirements on labels.</summary>
    public List<LabelSelectorRequirement>? MatchExpressions { get; init; }
}
