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
    private long _renewedAt;

    /// <summary>Judged by the clock: timers of a process that was stopped for a while come late.</summary>
    public bool IsLeader => _isLeader && Remaining() > TimeSpan.Zero;

    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        var finished = false;
        while (!finished && !cancellationToken.IsCancellationRequested)
        {
            if (await AcquireAsync(cancellationToken)) finished = await LeadAsync(lead, cancellationToken);
        }
    }

    /// <summary>False after cancellation.</summary>
    private async Task<bool> AcquireAsync(CancellationToken cancellationToken)
    {
        Log.Standing(logger, _options.Identity, _options.Role, _options.Namespace, _options.LeaseName);
        string? told = null;
        try
        {
            while (true)
            {
                var started = time.GetTimestamp();
                if (await TryHoldAsync(cancellationToken) == true)
                {
                    Volatile.Write(ref _renewedAt, started);
                    return true;
                }

                if (_lease.Holder is { } holder && holder != told)
                    Log.Waiting(logger, _options.Identity, _options.Role, told = holder);
                await Task.Delay(_options.RetryPeriod * (1 + (Random.Shared.NextDouble() / 5)), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>True when the work has ended by itself or by cancellation; false when leadership was lost.</summary>
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        using var lost = new CancellationTokenSource(Remaining(), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lost.Token, cancellationToken);
        using var ended = new CancellationTokenSource();
        Log.Leading(logger, _options.Identity, _options.Role);
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
        {
            var heir = _lease.Holder is { } holder && holder != _options.Identity ? holder : "nobody else yet";
            Log.Lost(logger, _options.Identity, _options.Role, heir);
        }

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
                // A process that was stopped for that long has lost it, though it may well get the lease again: others may have led.
                var held = Remaining() > TimeSpan.Zero ? await TryHoldAsync(ended) : false;
                if (held == true && Remaining() > TimeSpan.Zero)
                {
                    Volatile.Write(ref _renewedAt, started);
                    lost.CancelAfter(Remaining());
                }
                else if (held == false)
                {
                    await lost.CancelAsync();
                }
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

    private TimeSpan Remaining()
    {
        var remaining = _options.RenewDeadline - time.GetElapsedTime(Volatile.Read(ref _renewedAt));
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Identity} stands for {Role} on lease {Namespace}/{Lease}")]
        public static partial void Standing(ILogger logger, string identity, string role, string @namespace, string lease);

        [LoggerMessage(2, LogLevel.Information, "{Identity} is {Role}")]
        public static partial void Leading(ILogger logger, string identity, string role);

        [LoggerMessage(6, LogLevel.Information, "{Holder} is {Role}; {Identity} waits")]
        public static partial void Waiting(ILogger logger, string identity, string role, string holder);

        [LoggerMessage(3, LogLevel.Warning, "{Identity} is no longer {Role}; the lease is held by {Holder}")]
        public static partial void Lost(ILogger logger, string identity, string role, string holder);

        [LoggerMessage(4, LogLevel.Warning, "{Identity} could not reach the lease: {Reason}")]
        public static partial void Failed(ILogger logger, string identity, string reason);

        [LoggerMessage(5, LogLevel.Information, "{Identity} gave its lease back")]
        public static partial void Released(ILogger logger, string identity);
    }
}
