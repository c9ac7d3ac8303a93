using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>How one reconcile ended, with what the queue and the log need.</summary>
internal sealed record ReconcileOutcome(
    ReconcileOutcomeKind Kind, TimeSpan? RequeueAfter = null, string Message = "", Exception? Error = null)
{
    public static ReconcileOutcome Of(ReconciliationResult result) => result switch
    {
        { Error: KubernetesApiException { IsConflict: true } conflict } => Of(conflict),
        { IsStalled: true } => new(ReconcileOutcomeKind.Stalled, null, result.ErrorMessage!, result.Error),
        { IsFailure: true } => new(ReconcileOutcomeKind.Failed, result.RequeueAfter, result.ErrorMessage!, result.Error),
        { RequeueAfter: { } after } => new(ReconcileOutcomeKind.Requeued, after),
        _ => new(ReconcileOutcomeKind.Done),
    };

    public static ReconcileOutcome Of(Exception error) => error switch
    {
        KubernetesApiException { IsConflict: true } => new(ReconcileOutcomeKind.Conflicted, null, error.Message),
        KubernetesApiException api => new(ReconcileOutcomeKind.Failed, api.RetryAfter, error.Message, error),
        ClusterException => new(ReconcileOutcomeKind.Failed, null, error.Message, error),
        _ => new(ReconcileOutcomeKind.Panicked, null, error.Message, error),
    };
}
