namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>The only candidate there is.</summary>
public sealed class AlwaysLeader : ILeaderElection
{
    public bool IsLeader => true;

    public Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken) => lead(cancellationToken);
}
