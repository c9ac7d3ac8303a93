using Microsoft.Extensions.Hosting;

namespace ImageCloneOperator.Webhooks;

/// <summary>
/// Goes on answering for a moment once this replica is told to stop: it takes that long until every node has heard that it is no longer
/// behind the Service, and a pod that asked in vain would not be asked about again.
/// </summary>
internal sealed class WebhookLinger(TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Together with the drain of the controllers it fits into the host's shutdown timeout.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(Moment, time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
