using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary><c>metav1.DeleteOptions</c>: what must hold for the deletion to happen, and what becomes of dependents.</summary>
public sealed record DeleteOptions
{
    /// <summary>Only the object with this uid, not a later one of the same name; else the server answers 409 Conflict.</summary>
    public string? Uid { get; init; }

    /// <summary>Only the object as it was at this resourceVersion; else the server answers 409 Conflict.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Null leaves the choice to the kind's default.</summary>
    public PropagationPolicy? PropagationPolicy { get; init; }
}
