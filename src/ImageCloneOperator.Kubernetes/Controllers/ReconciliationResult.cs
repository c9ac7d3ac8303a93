namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>What came of one reconcile, and when to look again.</summary>
public record ReconciliationResult
{
    protected ReconciliationResult()
    {
    }

    public bool IsSuccess => ErrorMessage is null;

    public bool IsFailure => !IsSuccess;

    /// <summary>A failure that only a change by a person can end: no retry.</summary>
    public bool IsStalled { get; protected init; }

    public string? ErrorMessage { get; protected init; }

    public Exception? Error { get; protected init; }

    /// <summary>
    /// When to reconcile again at the latest. Null after a failure: with growing backoff; after a success: on the next change.
    /// </summary>
    public TimeSpan? RequeueAfter { get; protected init; }

    public static ReconciliationResult Success(TimeSpan? requeueAfter = null) => new() { RequeueAfter = requeueAfter };

    public static ReconciliationResult Failure(string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new() { ErrorMessage = errorMessage, Error = error, RequeueAfter = requeueAfter };

    public static ReconciliationResult Stalled(string errorMessage, Exception? error = null) =>
        new() { ErrorMessage = errorMessage, Error = error, IsStalled = true };
}
