using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Tests.Caching;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

/// <summary>A replica that does nothing with what it owns.</summary>
internal sealed class Member : IAsyncDisposable
{
    private const string Label = "example.com/member";

    private readonly CancellationTokenSource _stop = new();
    private readonly CacheFixture<V1Lease> _leases;
    private readonly LeaseMembership _membership;
    private readonly Task _run;

    public Member(string name, string @namespace, IKubernetesClient client)
    {
        _leases = new CacheFixture<V1Lease>(client, cache => (cache.Namespace, cache.LabelSelector) = (@namespace, Label));
        var options = new MembershipOptions
        {
            Name = name,
            Namespace = @namespace,
            Label = Label,
            LeaseDuration = TimeSpan.FromSeconds(2),
            RenewDeadline = TimeSpan.FromSeconds(1),
            RenewPeriod = TimeSpan.FromMilliseconds(100),
            Forgotten = TimeSpan.FromSeconds(3),
        };
        _membership = new LeaseMembership(client, options, _leases.Cache, TimeProvider.System, NullLoggerFactory.Instance);
        _run = _membership.RunAsync(WorkAsync, _stop.Token);
    }

    public string Sees => string.Join(',', _membership.Members);

    public int Shares => _membership.Shares;

    /// <summary>Its work runs.</summary>
    public bool Works { get; private set; }

    /// <summary>What has to be done before its work has ended.</summary>
    public Func<Task> LastWork { get; set; } = () => Task.CompletedTask;

    public bool Owns(string key) => _membership.Owns(key);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _membership.Dispose();
        await _leases.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync(CancellationToken joined)
    {
        Works = true;
        try
        {
            await Task.Delay(Timeout.Infinite, joined);
        }
        finally
        {
            await LastWork();
            Works = false;
        }
    }
}
