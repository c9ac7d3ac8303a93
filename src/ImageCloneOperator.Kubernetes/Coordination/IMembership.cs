namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>This replica as one of several that work at the same time, and share the keys among them.</summary>
public interface IMembership
{
    string Name { get; }

    /// <summary>The live members as this replica sees them; none while it is no member itself.</summary>
    MemberSet Members { get; }

    /// <summary>
    /// Among how many replicas to divide what all of them have together, such as connections to a host: also those that have only just
    /// come, or died. At least one.
    /// </summary>
    int Shares { get; }

    /// <summary>Tells of each change of <see cref="Members"/> or <see cref="Shares"/>; the handler must be quick.</summary>
    IDisposable Subscribe(Action changed);

    /// <summary>Ends when the other members are known.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs the work while this replica is a member. The work's token fires when it cannot say any more that it lives, and the work must
    /// then end; it begins anew once that is possible again. Returns once the work ends by itself or after cancellation, and then the
    /// others know at once.
    /// </summary>
    Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken);
}
