namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary><c>metav1.Status</c>: what the API answers instead of an object.</summary>
public sealed record ApiStatus
{
    /// <summary>Success or Failure.</summary>
    public string? Status { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public ApiStatusDetails? Details { get; init; }

    public int? Code { get; init; }
}
