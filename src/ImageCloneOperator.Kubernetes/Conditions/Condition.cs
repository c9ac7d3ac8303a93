namespace ImageCloneOperator.Kubernetes.Conditions;

/// <summary><c>metav1.Condition</c>: one aspect of an object's state, as kstatus and <c>kubectl wait</c> read it.</summary>
public sealed record Condition
{
    /// <summary>The aspect, in PascalCase.</summary>
    public required string Type { get; init; }

    /// <summary>True, False or Unknown.</summary>
    public required string Status { get; init; }

    /// <summary>The generation of the spec that this condition speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>PascalCase, for programs.</summary>
    public required string Reason { get; init; }

    /// <summary>For people: what is so, and what to do about it.</summary>
    public string Message { get; init; } = "";
}
