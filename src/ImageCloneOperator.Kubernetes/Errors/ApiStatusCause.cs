namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary><c>metav1.StatusCause</c>: one thing that is wrong, and with which field.</summary>
public sealed record ApiStatusCause
{
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public string? Field { get; init; }
}
