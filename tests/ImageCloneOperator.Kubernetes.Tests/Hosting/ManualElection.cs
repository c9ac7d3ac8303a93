using ImageCloneOperator.Kubernetes.Coordination;

namespace ImageCloneOperator.Kubernetes.Tests.Hosting;

/// <summary>An election that the test decides.</summary>
internal sealed class ManualElection : ILeaderElection, IDisposable
{
    private readonly SemaphoreSlim _elected = new(0);
    private CancellationTokenSource _term = new();

    public bool IsLeader { get; private set; }

    public void Elect() => _elected.Release();

    public Task DeposeAsync() => _term.CancelAsync();

    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _elected.WaitAsync(cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            if (cancellationToken.IsCancellationRequested) return;
            _term = new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_term.Token, cancellationToken);
            IsLeader = true;
            await lead(either.Token);
            IsLeader = false;
            if (!_term.IsCancellationRequested) return;
        }
    }

    public void Dispose()
    {
        _elected.Dispose();
        _term.Dispose();
    }
}
