using System.Diagnostics.Metrics;

namespace ImageCloneOperator.Kubernetes.Queues;

/// <summary>How full the work queues are, and how long keys wait in them; the tag <c>queue</c> names the queue.</summary>
public sealed class QueueMetrics
{
    private readonly UpDownCounter<long> _depth;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _retries;

    public QueueMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(KubernetesMeter.Name);
        _depth = meter.CreateUpDownCounter<long>("kubernetes.queue.depth", "{key}", "Keys that wait for a worker");
        _latency = meter.CreateHistogram<double>("kubernetes.queue.latency", "s", "How long a key waited for a worker");
        _retries = meter.CreateCounter<long>("kubernetes.queue.retries", "{retry}", "Keys that came back after a failure");
    }

    internal void Offered(string queue) => _depth.Add(1, Tag(queue));

    internal void Dropped(string queue) => _depth.Add(-1, Tag(queue));

    internal void Taken(string queue, TimeSpan waited)
    {
        _depth.Add(-1, Tag(queue));
        _latency.Record(waited.TotalSeconds, Tag(queue));
    }

    internal void Retried(string queue) => _retries.Add(1, Tag(queue));

    private static KeyValuePair<string, object?> Tag(string queue) => new("queue", queue);
}
