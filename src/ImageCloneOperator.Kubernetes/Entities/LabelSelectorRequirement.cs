namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>metav1.LabelSelectorRequirement</c>: a key, an operator (In, NotIn, Exists, DoesNotExist) and its values.</summary>
public sealed record LabelSelectorRequirement
{
    public required string Key { get; init; }

    public required string Operator { get; init; }

    public List<string>? Values { get; init; }
}
