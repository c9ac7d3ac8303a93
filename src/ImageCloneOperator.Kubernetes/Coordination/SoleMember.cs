namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>The only replica there is: every key is its own.</summary>
public sealed class SoleMember(string name) : IMembership
{
    public string Name => name;

    public MemberSet Members { get; } = new([name]);

    public int Shares => 1;

    public IDisposable Subscribe(Action changed) => new Unchanging();

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => work(cancellationToken);

    private sealed class Unchanging : IDisposable
    {
        public void Dispose()
        {
            // Nothing is ever told.
        }
    }
}
