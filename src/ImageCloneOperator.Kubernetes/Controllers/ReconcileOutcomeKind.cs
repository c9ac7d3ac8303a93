namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>How a reconcile ended.</summary>
internal enum ReconcileOutcomeKind
{
    Done,

    /// <summary>Done for now: to be looked at again at a time.</summary>
    Requeued,

    /// <summary>Somebody else wrote in between: nothing is wrong, try again.</summary>
    Conflicted,

    Failed,

    /// <summary>Only a change by a person can help.</summary>
    Stalled,

    /// <summary>It threw what it was not expected to.</summary>
    Panicked,

    TimedOut,

    /// <summary>This program stops, or no longer leads.</summary>
    Aborted,
}
