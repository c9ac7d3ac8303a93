namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>metav1.LabelSelectorRequirement</c>: a key, an operator (In, NotIn, Exists, DoesNotExist) and its values.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label.</summary>
    public required string Key { get; init; }

    /// <summary>How the label relates to the values: In, NotIn, Exists or DoesNotExist.</summary>
    public required string Operator { get; init; }

    /// <summary>Some values for In and NotIn, none for Exists and DoesNotExist.</summary>
    public List<string>? Values { get; init; }
}
