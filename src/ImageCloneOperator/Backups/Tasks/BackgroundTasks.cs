using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Queues;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Tasks;

/// <summary>
/// Works for backups in the background, and only while this replica is a member. It remembers nothing: what it was doing when it ended is
/// found again from the status of the ImageBackups.
/// </summary>
internal sealed partial class BackgroundTasks(string name, int size, TimeProvider time, ILogger logger)
    : IController, ISource<EntityKey>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Work is refused while this replica is no member, or is about to end.</summary>
    private static readonly TimeSpan RetryAfterRefusal = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly FairSlots _slots = new(size);
    private CancellationToken _running = new(canceled: true);
    private Action<EntityKey>? _ended;

    public string Name => name;

    public Replicas RunsOn => Replicas.Members;

    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(drain, abort);
        _running = stop.Token;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var ended = stop.Token.Register(end.SetResult);
        await end.Task;
        await Task.WhenAll(_entries.Values.Select(entry => entry.Work));
    }

    /// <summary>The version of the work that is waiting or running for this backup, if any.</summary>
    public string? VersionOf(string backup) => _entries.TryGetValue(backup, out var entry) ? entry.Version : null;

    /// <summary>Starts work unless there is some for this backup already, or this replica is no member.</summary>
    public bool TryStart(string backup, string version, Func<CancellationToken, Task> work)
    {
        var running = _running;
        if (running.IsCancellationRequested) return false;
        var entry = new Entry(version, CancellationTokenSource.CreateLinkedTokenSource(running));
        if (!_entries.TryAdd(backup, entry))
        {
            entry.Stop.Dispose();
            return false;
        }

        entry.Work = Task.Run(() => RunAsync(backup, entry, work), CancellationToken.None);
        return true;
    }

    /// <inheritdoc cref="TryStart"/>
    /// <returns>Null where it has been started, and its end is told; else when to try again.</returns>
    public TimeSpan? StartOrRetry(string backup, string version, Func<CancellationToken, Task> work) =>
        TryStart(backup, version, work) ? null : RetryAfterRefusal;

    /// <summary>Waits for one of the pool's slots. Work takes one for what is to be done by few at a time.</summary>
    /// <inheritdoc cref="FairSlots.TakeAsync"/>
    public Task<IDisposable> TakeSlotAsync(IEnumerable<string> namespaces, string host, CancellationToken cancellationToken) =>
        _slots.TakeAsync(namespaces, host, cancellationToken);

    /// <summary>Cancels the work for this backup and waits for its end.</summary>
    public async Task CancelAsync(string backup, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(backup, out var entry)) return;
        try
        {
            await entry.Stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ends by itself at this moment.
        }

        await entry.Work.WaitAsync(cancellationToken);
    }

    Task ISource<EntityKey>.WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Tells of work that has ended: the last event of its object came while it still ran, or not at all while the API server is away.
    /// </summary>
    IDisposable ISource<EntityKey>.Subscribe(Action<EntityKey> enqueue)
    {
        _ended = enqueue;
        return new Subscription(this);
    }

    private async Task RunAsync(string backup, Entry entry, Func<CancellationToken, Task> work)
    {
        await TryAsync(backup, entry, work);
        _entries.TryRemove(backup, out _);
        // Else the operator's own token would know of it for as long as the operator runs.
        entry.Stop.Dispose();
        _ended?.Invoke(new EntityKey("", backup));
    }

    private async Task TryAsync(string backup, Entry entry, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(entry.Stop.Token);
            return;
        }
        catch (OperationCanceledException) when (entry.Stop.IsCancellationRequested)
        {
            Log.Cancelled(logger, Name, backup);
            return;
        }
        catch (ClusterException error)
        {
            Log.Unreported(logger, Name, backup, error.Message);
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, Name, backup);
        }

        await Task.Delay(Pause, time, entry.Stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private sealed class Subscription(BackgroundTasks pool) : IDisposable
    {
        public void Dispose() => pool._ended = null;
    }

    private sealed record Entry(string Version, CancellationTokenSource Stop)
    {
        public Task Work { get; set; } = Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Pool}: the work on {Name} was cancelled")]
        public static partial void Cancelled(ILogger logger, string pool, string name);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Pool}: the result of the work on {Name} could not be written: {Reason}")]
        public static partial void Unreported(ILogger logger, string pool, string name, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Pool}: the work on {Name} failed with an unexpected exception")]
        public static partial void Failed(ILogger logger, Exception error, string pool, string name);
    }
}
