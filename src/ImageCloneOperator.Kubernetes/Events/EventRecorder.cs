using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Patching;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>
/// Sends events in the background, one after another, namespaces in turn; repeated ones are counted and written as a series.
/// </summary>
public sealed partial class EventRecorder : BackgroundService, IEventRecorder
{
    private const int Attempts = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    /// <summary>Asks for the series to be written, so that one reader does all.</summary>
    private static readonly Unsent WriteSeries = new(Occurrence: null, Repeated: null);
    private const string SeriesLine = "";

    private readonly IKubernetesClient _client;
    private readonly EventRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRecorder> _logger;
    private readonly EventLines<Unsent> _lines;
    private readonly EventSeriesTracker _series;

    public EventRecorder(IKubernetesClient client, EventRecorderOptions options, TimeProvider time, ILogger<EventRecorder> logger)
    {
        (_client, _options, _time, _logger) = (client, options, time, logger);
        _series = new(options, time);
        _lines = new(options.QueueLength);
    }

    public void Record(V1ObjectReference regarding, EventType type, string reason, string note, string action) =>
        Add(regarding, new(new(regarding with { ResourceVersion = null }, type, reason, EventNote.Cut(note), action), Repeated: null));

    public override void Dispose()
    {
        _lines.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = _time.CreateTimer(
            _ => _lines.Add(SeriesLine, WriteSeries), null, _options.SeriesInterval, _options.SeriesInterval);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var ending = stoppingToken.Register(() => patience.CancelAfter(LastWords));
        try
        {
            while (true) await HandleAsync(await _lines.TakeAsync(stoppingToken), patience.Token);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await SendLastWordsAsync(patience.Token);
        }
    }

    /// <summary>What is still in the queue often says why the process ends.</summary>
    private async Task SendLastWordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_lines.TryTake(out var unsent)) await HandleAsync(unsent, cancellationToken);
            await HandleAsync(WriteSeries, cancellationToken);
            while (_lines.TryTake(out var unsent)) await HandleAsync(unsent, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.Unsent(_logger, _lines.Count);
        }
    }

    private Task HandleAsync(Unsent unsent, CancellationToken cancellationToken)
    {
        if (unsent.Repeated is { } repeated) return TryAsync(() => PatchAsync(repeated, cancellationToken), repeated, cancellationToken);
        if (unsent.Occurrence is { } occurrence)
        {
            return _series.Observe(occurrence) is { } created
                ? TryAsync(() => CreateAsync(created, cancellationToken), created, cancellationToken)
                : Task.CompletedTask;
        }

        foreach (var changed in _series.TakeChanged()) Add(changed.Regarding!, new(Occurrence: null, changed));
        return Task.CompletedTask;
    }

    private void Add(V1ObjectReference regarding, Unsent unsent)
    {
        // Objects of the cluster wait with those of their kind.
        var line = string.IsNullOrEmpty(regarding.NamespaceProperty) ? $"/{regarding.Kind}" : regarding.NamespaceProperty;
        if (_lines.Add(line, unsent) is not { } dropped) return;
        var about = dropped.Occurrence?.Regarding ?? dropped.Repeated?.Regarding;
        Log.Dropped(
            _logger, dropped.Occurrence?.Reason ?? dropped.Repeated?.Reason, about?.Kind, about?.NamespaceProperty, about?.Name);
    }

    private async Task CreateAsync(Eventsv1Event created, CancellationToken cancellationToken)
    {
        try
        {
            await _client.EventsV1.CreateNamespacedEventAsync(
                created, created.Metadata.NamespaceProperty, cancellationToken: cancellationToken);
        }
        catch (KubernetesApiException exception) when (exception.IsAlreadyExists)
        {
            // The answer to an earlier attempt was lost; names are unique.
        }
    }

    private async Task PatchAsync(Eventsv1Event repeated, CancellationToken cancellationToken)
    {
        var series = new JsonObject
        {
            ["count"] = repeated.Series!.Count,
            ["lastObservedTime"] = MicroTimeConverter.Format(repeated.Series.LastObservedTime),
        };
        try
        {
            await _client.EventsV1.PatchNamespacedEventAsync(
                Patch.Merge(new() { ["series"] = series }).ToV1Patch(),
                repeated.Metadata.Name,
                repeated.Metadata.NamespaceProperty,
                cancellationToken: cancellationToken);
        }
        catch (KubernetesApiException exception) when (exception.IsNotFound)
        {
            // The API forgets events after an hour.
            await CreateAsync(repeated, cancellationToken);
        }
    }

    private async Task TryAsync(Func<Task> send, Eventsv1Event @event, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await send();
                return;
            }
            catch (ClusterException exception)
                when (attempt == Attempts || exception is KubernetesApiException { IsServerError: false, IsTooManyRequests: false })
            {
                Log.Failed(
                    _logger,
                    @event.Reason,
                    @event.Regarding?.Kind,
                    @event.Regarding?.NamespaceProperty,
                    @event.Regarding?.Name,
                    exception.Message);
                return;
            }
            catch (ClusterException)
            {
                await Task.Delay(FirstDelay * attempt, _time, cancellationToken);
            }
        }
    }

    /// <summary>An event, or one that was repeated.</summary>
    private sealed record Unsent(Occurrence? Occurrence, Eventsv1Event? Repeated);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Event {Reason} on {Kind} {Namespace}/{Name} was dropped: too many are waiting to be sent")]
        public static partial void Dropped(ILogger logger, string? reason, string? kind, string? @namespace, string? name);

        [LoggerMessage(2, LogLevel.Warning, "Event {Reason} on {Kind} {Namespace}/{Name} could not be sent: {Error}")]
        public static partial void Failed(ILogger logger, string? reason, string? kind, string? @namespace, string? name, string error);

        [LoggerMessage(3, LogLevel.Warning, "{Count} events could not be sent before the end")]
        public static partial void Unsent(ILogger logger, int count);
    }
}
