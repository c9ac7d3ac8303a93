using ImageCloneOperator.Kubernetes.Client;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>The verdict on one reconcile, with what the queue and the log need.</summary>
internal sealed record ReconcileOutcome(Verdict Verdict, TimeSpan? RequeueAfter = null, string Message = "", Exception? Error = null)
{
    public static ReconcileOutcome Of(ReconciliationResult result) => result switch
    {
        { Error: KubernetesApiException { IsConflict: true } conflict } => Of(conflict),
        { IsStalled: true } => new(Verdict.Stalled, null, result.ErrorMessage!, result.Error),
        { IsFailure: true } => new(Verdict.Failed, result.RequeueAfter, result.ErrorMessage!, result.Error),
        { RequeueAfter: { } after } => new(Verdict.Requeued, after),
        _ => new(Verdict.Done),
    };

    public static ReconcileOutcome Of(Exception error) => error switch
    {
        KubernetesApiException { IsConflict: true } => new(Verdict.Conflicted, null, error.Message),
        KubernetesApiException api => new(Verdict.Failed, api.RetryAfter, error.Message, error),
        KubernetesException => new(Verdict.Failed, null, error.Message, error),
        _ => new(Verdict.Panicked, null, error.Message, error),
    };
}
