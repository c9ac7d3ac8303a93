namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>Lets one of several candidates work at a time.</summary>
public interface ILeaderElection
{
    bool IsLeader { get; }

    /// <summary>
    /// Runs the work each time this candidate becomes leader. The work's token fires when leadership is lost, and the work must then end:
    /// only after that does this one stand again. Returns once the work ends by itself or after cancellation, having given leadership back.
    /// </summary>
    Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken);
}
