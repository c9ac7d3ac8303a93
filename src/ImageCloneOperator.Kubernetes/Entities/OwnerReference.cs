namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>metav1.OwnerReference</c>: the object that this one belongs to and is collected with.</summary>
public sealed record OwnerReference
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public bool? Controller { get; init; }

    public bool? BlockOwnerDeletion { get; init; }
}
