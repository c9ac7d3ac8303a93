using System.Text.Json.Nodes;
using System.Threading.Channels;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Patching;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Sends events in the background, one after another; repeated ones are counted and written as a series.</summary>
public sealed partial class EventRecorder : BackgroundService, IEventRecorder
{
    private const int Attempts = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly IKubernetesClient _client;
    private readonly EventRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRecorder> _logger;
    /// <summary>Null asks for the series to be written, so that one reader does all.</summary>
    private readonly Channel<Occurrence?> _queue;
    private readonly EventSeriesTracker _series;

    public EventRecorder(IKubernetesClient client, EventRecorderOptions options, TimeProvider time, ILogger<EventRecorder> logger)
    {
        (_client, _options, _time, _logger) = (client, options, time, logger);
        _series = new(options, time);
        _queue = Channel.CreateBounded<Occurrence?>(
            new BoundedChannelOptions(options.QueueLength) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            dropped => Log.Dropped(
                _logger, dropped?.Reason, dropped?.Regarding.Kind, dropped?.Regarding.NamespaceProperty, dropped?.Regarding.Name));
    }

    public void Record(V1ObjectReference regarding, EventType type, string reason, string note, string action) =>
        _queue.Writer.TryWrite(new(regarding with { ResourceVersion = null }, type, reason, EventNote.Cut(note), action));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = _time.CreateTimer(
            _ => _queue.Writer.TryWrite(null), null, _options.SeriesInterval, _options.SeriesInterval);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var ending = stoppingToken.Register(() => patience.CancelAfter(LastWords));
        try
        {
            await foreach (var occurrence in _queue.Reader.ReadAllAsync(stoppingToken))
                await HandleAsync(occurrence, patience.Token);
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
            while (_queue.Reader.TryRead(out var occurrence))
                await HandleAsync(occurrence, cancellationToken);
            await HandleAsync(null, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.Unsent(_logger, _queue.Reader.Count);
        }
    }

    private async Task HandleAsync(Occurrence? occurrence, CancellationToken cancellationToken)
    {
        if (occurrence is null)
        {
            foreach (var repeated in _series.TakeChanged())
                await TryAsync(() => PatchAsync(repeated, cancellationToken), repeated, cancellationToken);
        }
        else if (_series.Observe(occurrence) is { } created)
        {
            await TryAsync(() => CreateAsync(created, cancellationToken), created, cancellationToken);
        }
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
