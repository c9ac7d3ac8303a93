using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

/// <summary>A candidate that does nothing while it leads but say so.</summary>
internal sealed class Candidate : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LeaseElection _election;
    private readonly Task _run;

    public Candidate(string identity, IKubernetesClient client, TimeProvider time, TimeSpan? retryPeriod = null)
    {
        var options = new LeaderElectionOptions
        {
            LeaseName = "lock",
            Namespace = "ns",
            Identity = identity,
            RetryPeriod = retryPeriod ?? TimeSpan.FromSeconds(2),
        };
        _election = new(client, options, time, NullLogger<LeaseElection>.Instance);
        _run = _election.RunAsync(LeadAsync, _stop.Token);
    }

    public bool Leads { get; private set; }

    public int Terms { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task LeadAsync(CancellationToken lost)
    {
        Terms++;
        Leads = true;
        // Inline, so that the end of the term is seen at the very tick that ends it.
        await using var end = lost.Register(() => Leads = false);
        await Task.Delay(Timeout.Infinite, lost);
    }
}
