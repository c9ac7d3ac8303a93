namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary><c>metav1.StatusDetails</c>: which object a status speaks of, and every single cause.</summary>
public sealed record ApiStatusDetails
{
    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? Kind { get; init; }

    public string? Uid { get; init; }

    public List<ApiStatusCause>? Causes { get; init; }

    public int? RetryAfterSeconds { get; init; }
}
