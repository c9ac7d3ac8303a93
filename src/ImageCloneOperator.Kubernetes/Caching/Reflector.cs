using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Transport;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>
/// Lists once, then watches from there; whatever ends the watch, it goes on where it was or, if that is no longer possible, lists anew.
/// </summary>
internal sealed partial class Reflector<T>(
    IKubernetesClient client,
    ResourceType<T> type,
    ResourceStore<T> store,
    ResourceCacheOptions<T> options,
    TimeProvider time,
    CacheMetrics metrics,
    ILogger logger)
    where T : class
{
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(10);

    private readonly CacheTransform<T> _transform = new(options);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _resourceVersion;
    private int _failures;
    private int _silences;
    private bool _progressed;
    private ReflectorProblem? _problem;

    /// <summary>Ends with the first whole list.</summary>
    public Task Synced => _synced.Task;

    public ApiResource Resource => type.Resource;

    /// <summary>What keeps the cache from being true; null while all is well.</summary>
    public ReflectorProblem? Problem => Volatile.Read(ref _problem);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var begun = time.GetTimestamp();
            _progressed = false;
            var (end, retryAfter) = await ListAndWatchAsync(cancellationToken);
            if (cancellationToken.IsCancellationRequested) return;

            metrics.Restarted(Resource.Name, end);
            // A watch that did its work may end for any reason and begin anew at once; only those that never come to work wait ever longer.
            _failures = _progressed || time.GetElapsedTime(begun) >= ShortWatch ? 0 : _failures + 1;
            await PauseAsync(end, retryAfter, cancellationToken);
        }
    }

    private async Task<(WatchEnd End, TimeSpan RetryAfter)> ListAndWatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_resourceVersion is null) await ListAsync(cancellationToken);
            return (await WatchAsync(cancellationToken), TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (WatchEnd.Closed, TimeSpan.Zero);
        }
        catch (Exception error)
        {
            var found = ReflectorProblem.Of(error, Resource);
            if (found.End is WatchEnd.Expired) _resourceVersion = null;
            Report(found, error);
            return (found.End, found.RetryAfter);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        store.BeginRound();
        var next = _transform.ListOptions;
        ListPage<T> page;
        do
        {
            page = await client.ListAsync(type, next, cancellationToken);
            foreach (var entity in page.Items) store.Put(_transform.Prepare(entity));
            next = next with { Continue = page.Continue };
        }
        while (!string.IsNullOrEmpty(page.Continue));

        store.EndRound();
        _resourceVersion = page.ResourceVersion;
        _silences = 0;
        metrics.Listed(Resource.Name);
        Recovered();
        _synced.TrySetResult();
    }

    private async Task<WatchEnd> WatchAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            await foreach (var change in client.WatchAsync(type, _transform.WatchOptions(_resourceVersion), either.Token))
            {
                silence.CancelAfter(options.SilenceLimit);
                Apply(change);
            }

            return WatchEnd.Closed;
        }
        catch (Exception) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Once is taken for a lost connection. Twice may mean that the server never tells of what it has, as after its store was
            // restored.
            if (++_silences > 1) _resourceVersion = null;
            Log.Silent(logger, Resource.Name, options.SilenceLimit);
            return WatchEnd.Silent;
        }
    }

    private void Apply(WatchEvent<T> change)
    {
        _progressed = true;
        _silences = 0;
        Recovered();
        var newest = type.Identify(change.Object).ResourceVersion;
        if (change.Type is WatchEventType.Deleted) store.Delete(_transform.Prepare(change.Object));
        else if (change.Type is not WatchEventType.Bookmark) store.Put(_transform.Prepare(change.Object));
        metrics.Changed(Resource.Name);
        _resourceVersion = newest;
    }

    private Task PauseAsync(WatchEnd end, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        if (_failures is 0 && retryAfter == TimeSpan.Zero) return Task.CompletedTask;
        var delay = options.Backoff.Delay(Math.Max(_failures, 1)) + retryAfter;
        Log.Waiting(logger, Resource.Name, end, delay);
        return Task.Delay(delay, time, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private void Report(ReflectorProblem found, Exception error)
    {
        if (found.End is WatchEnd.Expired)
        {
            Log.Expired(logger, Resource.Name);
            return;
        }

        // Said once, not at every attempt: a server that is away for an hour is one line.
        if (Problem?.Sentence != found.Sentence) Log.Failed(logger, found.Sentence);
        else Log.FailedAgain(logger, error, Resource.Name);
        Volatile.Write(ref _problem, found);
    }

    private void Recovered()
    {
        if (Problem is null) return;
        Volatile.Write(ref _problem, null);
        Log.Recovered(logger, Resource.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
        public static partial void Failed(ILogger logger, string sentence);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Still cannot list and watch {Resource}")]
        public static partial void FailedAgain(ILogger logger, Exception error, string resource);

        [LoggerMessage(Level = LogLevel.Information, Message = "Watching {Resource} again")]
        public static partial void Recovered(ILogger logger, string resource);

        [LoggerMessage(Level = LogLevel.Information, Message = "The watch on {Resource} is too old to go on: listing anew")]
        public static partial void Expired(ILogger logger, string resource);

        [LoggerMessage(Level = LogLevel.Information, Message = "The watch on {Resource} was silent for {Limit}: beginning a new one")]
        public static partial void Silent(ILogger logger, string resource, TimeSpan limit);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The watch on {Resource} ended ({Reason}); the next begins in {Delay}")]
        public static partial void Waiting(ILogger logger, string resource, WatchEnd reason, TimeSpan delay);
    }
}
