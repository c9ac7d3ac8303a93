namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>An object of the same namespace.</summary>
public sealed record LocalObjectReference
{
    public string? Name { get; set; }
}
