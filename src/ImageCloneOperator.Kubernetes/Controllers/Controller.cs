using System.Diagnostics;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Queues;
using ImageCloneOperator.Kubernetes.Sources;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>Workers that take keys from a queue which sources fill, and reconcile each key with one worker at a time.</summary>
public sealed partial class Controller<TKey>(
    Func<TKey, V1ObjectReference>? about,
    IReconciler<TKey> reconciler,
    IReadOnlyList<ISource<TKey>> sources,
    ControllerOptions options,
    TimeProvider time,
    ControllerMetrics metrics,
    ILogger logger) : IController
    where TKey : notnull
{
    private readonly string _spanName = $"reconcile {options.Name}";

    public string Name => options.Name;

    public Replicas RunsOn => options.RunsOn;

    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(drain, abort);
        try
        {
            foreach (var source in sources) await source.WaitForSyncAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }

        // A queue per run: while another replica leads, nothing is queued, and afterwards the sources hand over everything again.
        using var queue = new WorkQueue<TKey>(Name, time, metrics.Queue, options.Backoff);
        var subscriptions = sources.Select(source => source.Subscribe(queue.Add)).ToList();
        Log.Started(logger, Name, options.Workers);
        await Task.WhenAll(
            Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => WorkAsync(queue, stop.Token, abort), CancellationToken.None)));
        subscriptions.ForEach(subscription => subscription.Dispose());
        Log.Stopped(logger, Name);
    }

    private async Task WorkAsync(WorkQueue<TKey> queue, CancellationToken stop, CancellationToken abort)
    {
        while (true)
        {
            TKey key;
            try
            {
                key = await queue.TakeAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await ProcessAsync(queue, key, abort);
            queue.Done(key);
        }
    }

    private async Task ProcessAsync(WorkQueue<TKey> queue, TKey key, CancellationToken abort)
    {
        var words = ReconcileScope.For(Name, key, about?.Invoke(key));
        using var scope = logger.BeginScope(words);
        using var span = KubernetesTracing.Source.StartActivity(_spanName);
        var begun = time.GetTimestamp();
        metrics.Began(Name);
        var outcome = await ReconcileAsync(key, abort);
        metrics.Ended(Name, outcome.Kind, time.GetElapsedTime(begun));
        if (span is not null) Describe(span, words, outcome);
        Report(key, outcome);
        Settle(queue, key, outcome);
    }

    /// <summary>In the words of the log lines.</summary>
    private static void Describe(Activity span, ReconcileScope words, ReconcileOutcome outcome)
    {
        foreach (var (word, value) in words) span.SetTag(word, value);
        span.SetTag("result", outcome.Kind.ToString());
        if (outcome.Kind is ReconcileOutcomeKind.Failed or ReconcileOutcomeKind.Stalled or ReconcileOutcomeKind.Panicked
            or ReconcileOutcomeKind.TimedOut)
        {
            span.SetStatus(ActivityStatusCode.Error, outcome.Message);
        }
    }

    private async Task<ReconcileOutcome> ReconcileAsync(TKey key, CancellationToken abort)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(abort, deadline.Token);
        try
        {
            return ReconcileOutcome.Of(await reconciler.ReconcileAsync(key, either.Token));
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            return new ReconcileOutcome(ReconcileOutcomeKind.Aborted);
        }
        catch (Exception error) when (deadline.IsCancellationRequested)
        {
            return new ReconcileOutcome(ReconcileOutcomeKind.TimedOut, null, $"not done within {options.Deadline}", error);
        }
        catch (Exception error)
        {
            return ReconcileOutcome.Of(error);
        }
    }

    private static void Settle(WorkQueue<TKey> queue, TKey key, ReconcileOutcome outcome)
    {
        switch (outcome)
        {
            case { Kind: ReconcileOutcomeKind.Done or ReconcileOutcomeKind.Stalled or ReconcileOutcomeKind.Aborted }:
                queue.Forget(key);
                break;
            case { Kind: ReconcileOutcomeKind.Requeued, RequeueAfter: { } after }:
                queue.Forget(key);
                queue.AddAfter(key, after);
                break;
            case { RequeueAfter: { } after }:
                queue.AddAfter(key, after);
                break;
            default:
                queue.Retry(key);
                break;
        }
    }

    private void Report(TKey key, ReconcileOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case ReconcileOutcomeKind.Panicked:
                Log.Panicked(logger, outcome.Error, key);
                break;
            case ReconcileOutcomeKind.Failed or ReconcileOutcomeKind.Stalled or ReconcileOutcomeKind.TimedOut:
                Log.Failed(logger, outcome.Error, key, outcome.Kind, outcome.Message);
                break;
            default:
                Log.Ended(logger, key, outcome.Kind);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Controller {Controller} works with {Workers} workers")]
        public static partial void Started(ILogger logger, string controller, int workers);

        [LoggerMessage(Level = LogLevel.Information, Message = "Controller {Controller} has stopped")]
        public static partial void Stopped(ILogger logger, string controller);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Reconcile of {Key}: {Outcome}")]
        public static partial void Ended(ILogger logger, TKey key, ReconcileOutcomeKind outcome);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Reconcile of {Key}: {Outcome}: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? error, TKey key, ReconcileOutcomeKind outcome, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Reconcile of {Key} failed with an unexpected exception")]
        public static partial void Panicked(ILogger logger, Exception? error, TKey key);
    }
}
