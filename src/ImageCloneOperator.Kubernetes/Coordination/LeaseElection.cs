using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>Leadership by a <c>coordination.k8s.io</c> Lease: at most one leader at a time, whatever the candidates' clocks show.</summary>
public sealed partial class LeaseElection(
    IKubernetesClient client, LeaderElectionOptions options, TimeProvider time, ILogger<LeaseElection> logger) : ILeaderElection
{
    private readonly LeaderElectionOptions _options = LeaderElectionOptions.Validate(options);
    private readonly LeaseLock _lease = new(client, options, time);
    private volatile bool _isLeader;

    public bool IsLeader => _isLeader;

    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        var finished = false;
        while (!finished && !cancellationToken.IsCancellationRequested)
        {
            if (await AcquireAsync(cancellationToken) is { } renewedAt)
                finished = await LeadAsync(lead, renewedAt, cancellationToken);
        }
    }

    /// <summary>When the lease became ours (a timestamp); null after cancellation.</summary>
    private async Task<long?> AcquireAsync(CancellationToken cancellationToken)
    {
        Log.Standing(logger, _options.Identity, _options.Namespace, _options.LeaseName);
        string? told = null;
        try
        {
            while (true)
            {
                var started = time.GetTimestamp();
                if (await TryHoldAsync(cancellationToken) == true)
                    return started;
                if (_lease.Holder is { } holder && holder != told)
                    Log.Waiting(logger, _options.Identity, told = holder);
                await Task.Delay(_options.RetryPeriod * (1 + (Random.Shared.NextDouble() / 5)), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>True when the work has ended by itself or by cancellation; false when leadership was lost.</summary>
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> lead, long renewedAt, CancellationToken cancellationToken)
    {
        using var lost = new CancellationTokenSource(Remaining(renewedAt), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lost.Token, cancellationToken);
        using var ended = new CancellationTokenSource();
        Log.Leading(logger, _options.Identity);
        _isLeader = true;
        using var demotion = lost.Token.Register(() => _isLeader = false);
        var renewal = RenewAsync(lost, ended.Token);
        try
        {
            await lead(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The work has stopped as it was told to.
        }
        finally
        {
            // Renewed until the very end of the work, so that no other leads while it is still stopping.
            _isLeader = false;
            await ended.CancelAsync();
            await renewal;
            if (!lost.IsCancellationRequested)
                await ReleaseAsync();
        }
        if (lost.IsCancellationRequested)
            Log.Lost(logger, _options.Identity, _lease.Holder is { } holder && holder != _options.Identity ? holder : "nobody else yet");
        return !lost.IsCancellationRequested || cancellationToken.IsCancellationRequested;
    }

    private async Task RenewAsync(CancellationTokenSource lost, CancellationToken ended)
    {
        try
        {
            while (!lost.IsCancellationRequested)
            {
                await Task.Delay(_options.RetryPeriod, time, ended);
                var started = time.GetTimestamp();
                var held = await TryHoldAsync(ended);
                if (held == false)
                    await lost.CancelAsync();
                else if (held == true && !lost.IsCancellationRequested)
                    lost.CancelAfter(Remaining(started));
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The work is over.
        }
    }

    /// <summary>Null when the API could not tell.</summary>
    private async Task<bool?> TryHoldAsync(CancellationToken cancellationToken)
    {
        // One attempt that hangs must leave time for another before the deadline.
        using var patience = new CancellationTokenSource(_options.RenewDeadline / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _lease.TryHoldAsync(either.Token);
        }
        catch (Exception exception)
            when (exception is ClusterException || (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            Log.Failed(logger, _options.Identity, exception.Message);
            return null;
        }
    }

    /// <summary>Not cancellable: it is the last thing that is done, and saves the next leader the wait for the lease to run out.</summary>
    private async Task ReleaseAsync()
    {
        using var patience = new CancellationTokenSource(_options.RenewDeadline / 2, time);
        try
        {
            await _lease.ReleaseAsync(patience.Token);
            Log.Released(logger, _options.Identity);
        }
        catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
        {
            Log.Failed(logger, _options.Identity, exception.Message);
        }
    }

    private TimeSpan Remaining(long renewedAt)
    {
        var remaining = _options.RenewDeadline - time.GetElapsedTime(renewedAt);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Identity} stands for leader on lease {Namespace}/{Lease}")]
        public static partial void Standing(ILogger logger, string identity, string @namespace, string lease);

        [LoggerMessage(2, LogLevel.Information, "{Identity} leads")]
        public static partial void Leading(ILogger logger, string identity);

        [LoggerMessage(6, LogLevel.Information, "{Holder} leads; {Identity} waits")]
        public static partial void Waiting(ILogger logger, string identity, string holder);

        [LoggerMessage(3, LogLevel.Warning, "{Identity} leads no longer; the lease is held by {Holder}")]
        public static partial void Lost(ILogger logger, string identity, string holder);

        [LoggerMessage(4, LogLevel.Warning, "{Identity} could not reach the lease: {Reason}")]
        public static partial void Failed(ILogger logger, string identity, string reason);

        [LoggerMessage(5, LogLevel.Information, "{Identity} gave its lease back")]
        public static partial void Released(ILogger logger, string identity);
    }
}
